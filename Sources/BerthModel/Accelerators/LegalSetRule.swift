/// Which sets of devices of one node the hardware lets one job hold together.
public enum LegalSetRule: Hashable, Sendable, Codable {
    /// Every subset: the devices meet in one all-to-all switch (NVSwitch), or there is no link between them at all.
    case any
    /// Aligned blocks of the given sizes: a block of size s is the devices with equal `id / s` (trn1, trn2).
    case alignedBlock(sizes: [Int])
    /// Contiguous runs on a ring (inf2.48xlarge).
    case ring
    /// Contiguous runs on a line (inf2.24xlarge).
    case line
    /// One NVLink domain over several nodes (NVL72).
    case clique(nodes: Int)
    /// Pairs or fours of whole nodes (trn2u UltraServer).
    case nodeSet(sizes: [Int])
    /// All-to-all over several servers, in tiers (Trn3).
    case allToAll(servers: Int)

    /// Blocks of devices that one job may hold inside a node of an UltraServer: those of a trn2 node.
    private static let blocksOfNodeSets = [1, 4, 8, 16]

    /// The word for it in messages: `any`, `aligned-block`, ...
    public var word: String {
        switch self {
        case .any: "any"
        case .alignedBlock: "aligned-block"
        case .ring: "ring"
        case .line: "line"
        case .clique: "clique"
        case .nodeSet: "node-set"
        case .allToAll: "all-to-all"
        }
    }

    /// The most nodes that one link domain has; 1 where links end at the node.
    public var linkedNodesMax: Int {
        switch self {
        case .any, .alignedBlock, .ring, .line: 1
        case .clique(let nodes): nodes
        case .nodeSet(let sizes): sizes.max() ?? 1
        case .allToAll(let servers): servers
        }
    }

    /// The device counts that one job may ask of a node with `installed` devices, ascending.
    public func requestableCounts(installed: Int) -> [Int] {
        switch self {
        case .any, .ring, .line, .clique, .allToAll: installed > 0 ? Array(1...installed) : []
        case .alignedBlock(let sizes): sizes.filter { $0 <= installed && installed.isMultiple(of: $0) }.sorted()
        case .nodeSet: LegalSetRule.blocksOfNodeSets.filter { $0 <= installed && installed.isMultiple(of: $0) }
        }
    }
}
