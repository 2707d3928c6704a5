public import BerthAPI
public import BerthModel

extension Client {
    public func version() async throws(BerthError) -> VersionView { try await ask(.get(Route.version)) }

    public func nodes() async throws(BerthError) -> NodeList { try await ask(.get(Route.nodes)) }

    public func node(_ name: String) async throws(BerthError) -> NodeView { try await ask(.get(Route.node(name))) }

    /// Takes a node out of service for new jobs; its jobs run on.
    public func drain(_ name: String, reason: String) async throws(BerthError) -> NodeView {
        try await ask(.change(.post, Route.drain(name), body: try encode(DrainRequest(reason: reason))))
    }

    public func undrain(_ name: String) async throws(BerthError) -> NodeView { try await ask(.change(.post, Route.undrain(name))) }

    /// What stands on one node and who holds it.
    public func topology(of node: String) async throws(BerthError) -> TopologyView {
        try await ask(.get(Route.topology + TopologyQuery(node: node).text))
    }

    public func power() async throws(BerthError) -> PowerView { try await ask(.get(Route.power)) }

    /// The body of any route, as it came.
    public func raw(_ target: String) async throws(BerthError) -> [UInt8] { try await perform(.get(target)).body }
}
