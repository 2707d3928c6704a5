import BerthModel

/// The ports of the fleet's range that jobs hold, a node at a time.
struct PortBook {
    private let range: ClosedRange<Int>
    private let isFree: (NodeName, Int) -> Bool
    private var held: [NodeName: Set<Int>] = [:]
    /// Where the search goes on, so that a port that was just given back rests for a while.
    private var next: [NodeName: Int] = [:]

    /// - Parameter isFree: whether nothing outside the scheduler listens there.
    init(range: ClosedRange<Int>, isFree: @escaping (NodeName, Int) -> Bool) {
        self.range = range
        self.isFree = isFree
    }

    /// Nodes on which jobs hold every port.
    /// - Complexity: O(nodes with ports in use).
    var fullNodes: some Sequence<NodeName> { held.lazy.filter { [range] in $0.value.count >= range.count }.map(\.key) }

    /// - Complexity: O(ports in use after the last given one).
    mutating func claim(on node: NodeName) -> Int? {
        let taken = held[node] ?? []
        guard taken.count < range.count else { return nil }
        var port = next[node] ?? range.lowerBound
        for _ in range {
            let following = port == range.upperBound ? range.lowerBound : port + 1
            if !taken.contains(port), isFree(node, port) {
                held[node, default: []].insert(port)
                next[node] = following
                return port
            }
            port = following
        }
        return nil
    }

    /// Takes the ports that a replayed placement names.
    mutating func adopt(_ members: [MemberPlacement]) {
        for member in members {
            guard let port = member.port else { continue }
            held[member.node, default: []].insert(port)
            next[member.node] = range.contains(port + 1) ? max(next[member.node] ?? port + 1, port + 1) : range.lowerBound
        }
    }

    mutating func release(_ members: [MemberPlacement]) {
        for member in members { if let port = member.port { held[member.node]?.remove(port) } }
    }

    /// Gives each member the port that its class needs.
    /// - Returns: the node without a free port, with nothing taken; nil when all got theirs.
    mutating func assign(_ need: Shape.PortNeed, to members: inout [MemberPlacement]) -> NodeName? {
        let count =
            switch need {
            case .none: 0
            case .firstMember: 1
            case .everyMember: members.count
            }
        for index in members.indices.prefix(count) {
            guard let port = claim(on: members[index].node) else {
                release(members)
                return members[index].node
            }
            members[index].port = port
        }
        return nil
    }
}
