/// The filter of `GET /v1/topology`. Keys: `node`, a name or a range such as `h-[01-04]`.
public struct TopologyQuery: Hashable, Sendable {
    /// Nil for the whole fleet.
    public var node: String?

    public init(node: String? = nil) { self.node = node }

    /// `?node=h-03`, or nothing.
    public var text: String {
        var query = QueryText()
        query.add("node", node)
        return query.text
    }
}
