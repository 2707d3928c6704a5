import BerthModel

/// What is thought away on a copy of an engine.
struct Relaxation {
    var scarcity: Scarcity
    /// Nil: devices of every kind.
    var kind: Int?
    /// Nodes of the engine, by number, whose cores or memory are thought away; nil: of all.
    var cores: Set<UInt32>?
    var memory: Set<UInt32>?

    init(_ scarcity: Scarcity) { self.scarcity = scarcity }

    /// What of it concerns a node.
    func scarcity(of node: Int, kind own: Int?) -> Scarcity {
        var left = scarcity
        if let kind, kind != own { left.remove(.devices) }
        if let cores, !cores.contains(UInt32(node)) { left.remove(.cores) }
        if let memory, !memory.contains(UInt32(node)) { left.remove(.memory) }
        return left
    }
}
