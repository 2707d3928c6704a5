import BerthAPI
import BerthModel
import BerthPlacement
import BerthPolicy
import BerthScheduler
import Hummingbird

extension API {
    func nodes(_ call: Call) async throws -> Response {
        let (asked, caller, fleet) = (try fleet.nodes(named: call.query("node")), call.caller, fleet)
        return try .json(
            await thread.read { loop in
                NodeList(nodes: API.views(of: asked, for: caller, loop.scheduler, fleet))
            })
    }

    func node(_ call: Call) async throws -> Response {
        let node = try fleet.node(named: call.path("name"))
        let (caller, fleet) = (call.caller, fleet)
        return try .json(await thread.read { loop in API.view(of: node, for: caller, loop.scheduler, fleet) })
    }

    func drain(_ call: Call) async throws -> Response {
        let node = try fleet.node(named: call.path("name"))
        let request = try JSONCoding.decode(DrainRequest.self, from: await call.request.readBody(upTo: Limits.jobBytesMax))
        let (caller, fleet) = (call.caller, fleet)
        return try .json(
            await thread.change { loop, now in
                try loop.scheduler.drain(node.name, reason: request.reason, by: caller, at: now)
            } answer: { loop, _ in
                API.view(of: node, for: caller, loop.scheduler, fleet)
            })
    }

    func undrain(_ call: Call) async throws -> Response {
        let node = try fleet.node(named: call.path("name"))
        let (caller, fleet) = (call.caller, fleet)
        return try .json(
            await thread.change { loop, now in
                try loop.scheduler.undrain(node.name, by: caller, at: now)
            } answer: { loop, _ in
                API.view(of: node, for: caller, loop.scheduler, fleet)
            })
    }

    func topology(_ call: Call) async throws -> Response {
        let (asked, caller) = (try fleet.nodes(named: call.query("node")), call.caller)
        return try .json(
            await thread.read { loop in
                let holders = API.holders(for: caller, loop.scheduler)
                return TopologyView(nodes: asked.map { TopologyView.Node($0, holdings: holders[$0.name]) })
            })
    }

    func power(_ call: Call) async throws -> Response {
        try .json(
            await thread.read { loop in
                PowerView(loop.scheduler.placement, loop.scheduler.power)
            })
    }

    private static func view(of node: FleetNode, for caller: Caller, _ scheduler: Scheduler, _ fleet: FleetDirectory) -> NodeView {
        views(of: [node], for: caller, scheduler, fleet)[0]
    }

    private static func views(of nodes: [FleetNode], for caller: Caller, _ scheduler: Scheduler, _ fleet: FleetDirectory) -> [NodeView] {
        let holders = holders(for: caller, scheduler)
        return nodes.compactMap { node in
            fleet.index(of: node.name).map { index in
                NodeView(
                    node, scheduler.placement.usage(of: index), drain: scheduler.state.drains[node.name],
                    health: scheduler.state.nodes[node.name], label: scheduler.state.labels[node.name], holdings: holders[node.name],
                    catalogue: scheduler.rules.catalogue)
            }
        }
    }

    private static func holders(for caller: Caller, _ scheduler: Scheduler) -> NodeHolders {
        var sight = Sight(caller, scheduler)
        return NodeHolders(scheduler.state.jobs.all) { sight.sees($0.agency) }
    }
}
