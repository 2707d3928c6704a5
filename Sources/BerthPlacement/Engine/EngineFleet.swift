package import BerthModel

/// A fleet as the engine sees it: numbers only. What the numbers mean (names, places, labels) stays with whoever built it.
package struct EngineFleet: Sendable {
    /// Nodes that are alike in everything but their place.
    package struct NodeType: Hashable, Sendable {
        package struct NUMANode: Hashable, Sendable {
            /// 0…1,023.
            package var cores: Int
            /// 0…4,194,303.
            package var mebibytes: Int

            package static let coresMax = SideWord.coresMax
            package static let mebibytesMax = SideWord.mebibytesMax

            package init(cores: Int, mebibytes: Int) {
                self.cores = cores
                self.mebibytes = mebibytes
            }
        }

        /// The position of the device kind; nil for hosts without devices.
        package var kind: Int?
        package var rule: LegalSetRule
        /// 0…16.
        package var devices: Int
        /// The devices beside each NUMA node, by position; those of unknown locality in none of them.
        package var devicesOfNUMANode: [UInt16]
        /// One or two.
        package var numaNodes: [NUMANode]
        /// Added by one busy core.
        package var wattsPerCore: Watts
        /// The MIG profiles that its boards can be cut into; empty where they cannot.
        package var migProfiles: [MIGProfile] = []
        /// The memory of one board, 0…1,048,575 MiB, where boards can be shared in time; 0 where they cannot.
        package var boardMebibytes = 0
        /// What a board with tenants adds, whatever they do.
        package var wattsPerBoard = Watts.zero
        /// The most that all jobs of one node add; nil where it is not known. A request may ask for more: its search is only less precise.
        package var wattsMax: Watts?
        /// Its nodes are listed for this kind besides; another node of the same host serves jobs on cores only.
        package var isMirror = false

        package init(
            kind: Int?, rule: LegalSetRule, devices: Int, devicesOfNUMANode: [UInt16], numaNodes: [NUMANode], wattsPerCore: Watts,
            migProfiles: [MIGProfile] = [], boardMebibytes: Int = 0, wattsPerBoard: Watts = .zero, wattsMax: Watts? = nil
        ) {
            precondition(numaNodes.count <= NodeType.numaNodesMax && devicesOfNUMANode.count == numaNodes.count)
            precondition(
                numaNodes.allSatisfy { 0...SideWord.coresMax ~= $0.cores && 0...SideWord.mebibytesMax ~= $0.mebibytes },
                "a NUMA node has up to \(SideWord.coresMax) cores and \(SideWord.mebibytesMax) MiB")
            self.kind = kind
            self.rule = rule
            self.devices = devices
            self.devicesOfNUMANode = devicesOfNUMANode
            self.numaNodes = numaNodes
            self.wattsPerCore = wattsPerCore
            self.migProfiles = migProfiles
            self.boardMebibytes = boardMebibytes
            self.wattsPerBoard = wattsPerBoard
            self.wattsMax = wattsMax
            precondition(0...BoardWord.mebibytesMax ~= boardMebibytes, "a board has up to \(BoardWord.mebibytesMax) MiB")
        }

        /// Whether boards can be shared by several claims.
        package var sharesBoards: Bool { devices > 0 && (!migProfiles.isEmpty || boardMebibytes > 0) }

        package static let numaNodesMax = SideWord.numaNodesMax

        var sets: DeviceSets {
            let known = devicesOfNUMANode.reduce(0) { $0 | $1 }
            let unknown = DeviceSets.run(devices) & ~known
            return DeviceSets(rule: rule, installed: devices, localities: (devicesOfNUMANode + [unknown]).filter { $0 != 0 })
        }
    }

    package struct Node: Sendable {
        package var type: Int
        /// The lowest power domain that it hangs from.
        package var domain: Int
        package var label: UInt8
        /// The link domain that it stands in, any number that the other nodes of it have too; nil for none.
        package var link: Int?
        /// The rack and the hall that it stands in, likewise.
        package var rack: Int?
        package var hall: Int?

        package init(type: Int, domain: Int, label: UInt8 = 0, link: Int? = nil, rack: Int? = nil, hall: Int? = nil) {
            self.type = type
            self.domain = domain
            self.label = label
            self.link = link
            self.rack = rack
            self.hall = hall
        }
    }

    package struct Domain: Sendable {
        /// Nil for the root only; a parent stands before its children.
        package var parent: Int?
        /// Budget - base load.
        package var headroom: Watts
        /// Domains that bound it beside its parent, each above it: groups of nodes that cut across places. Only of a domain that is
        /// nobody's parent.
        package var others: [Int]

        package init(parent: Int?, headroom: Watts, others: [Int] = []) {
            self.parent = parent
            self.headroom = headroom
            self.others = others
        }
    }

    package var types: [NodeType]
    package var nodes: [Node]
    package var domains: [Domain]
    package var kindCount: Int
    /// Device quota of each agency, in thousandths of a device; nil for none.
    package var agencyQuotas: [Int?]

    package init(types: [NodeType], nodes: [Node], domains: [Domain], kindCount: Int, agencyQuotas: [Int?]) {
        precondition(domains.first.map { $0.parent == nil } ?? false, "the first power domain is the root")
        for (index, domain) in domains.enumerated().dropFirst() {
            precondition(
                domain.parent.map { 0..<index ~= $0 } ?? false && domain.others.allSatisfy { 0..<index ~= $0 },
                "power domain \(index) stands before its parent")
        }
        precondition(nodes.allSatisfy { types.indices.contains($0.type) && domains.indices.contains($0.domain) })
        self.types = types
        self.nodes = nodes
        self.domains = domains
        self.kindCount = kindCount
        self.agencyQuotas = agencyQuotas
    }

    /// The domains of a node from the leaf to the root: descending, for a parent stands before its children.
    func path(from domain: Int) -> [Int] {
        let chain = Array(sequence(first: domain) { domains[$0].parent })
        guard !domains[domain].others.isEmpty else { return chain }
        return Set(domains[domain].others.reduce(chain) { $0 + path(from: $1) }).sorted(by: >)
    }
}

extension EngineFleet.NodeType {
    /// Device counts that one member may ask of a node of this type, ascending.
    package var requestableCounts: [Int] {
        let sets = sets
        return sets.sizes.filter { sets.choose($0, from: sets.all) != nil }
    }
}
