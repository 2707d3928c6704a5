/// A place where nodes stand: a site, hall, row or rack. Places form the power tree of the fleet.
public struct Place: Hashable, Sendable {
    public var name: PlaceName
    /// Nil for the root, which is always `site`.
    public var parent: PlaceName?
    /// What the feed can carry; nil where the file states none (then only the levels above bound it).
    public var rating: Watts?

    public init(name: PlaceName, parent: PlaceName?, rating: Watts?) {
        self.name = name
        self.parent = parent
        self.rating = rating
    }

    /// The root of every power tree.
    public static let site = PlaceName(literal: "site")
}
