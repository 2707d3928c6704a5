import BerthModel
import Testing

@Suite("Catalogue")
struct CatalogueTests {
    private let catalogue = Catalogue.shipped

    @Test("every machine type's kind is known, and its devices fit one node word")
    func instances() throws {
        for instance in catalogue.instances.values {
            let kind = try catalogue.kind(instance.kind)
            #expect((1...Limits.devicesPerGroupMax).contains(instance.deviceCount))
            #expect(instance.virtualCPUs.isMultiple(of: instance.threadsPerCore))
            #expect(instance.deviceNUMANodes?.allSatisfy { (0..<instance.numaNodes).contains($0) } ?? true)
            #expect(instance.memory > .zero && instance.memory <= Limits.memoryMax)
            #expect((instance.legalSets ?? kind.legalSets).requestableCounts(installed: instance.deviceCount).isEmpty == false)
        }
    }

    @Test("power figures ascend from idle to maximum and stay below the limit of a device")
    func power() {
        for kind in catalogue.kinds.values {
            #expect(.zero < kind.power.idle && kind.power.idle < kind.power.default && kind.power.default <= kind.power.max)
            #expect(kind.power.max <= Limits.deviceWattsMax)
            #expect(!kind.power.source.isEmpty)
            if let least = kind.power.min { #expect(kind.power.idle < least && least <= kind.power.default) }
        }
    }

    @Test("Neuron watts are marked as operator estimates and cannot be capped; NVIDIA's can, and are nobody's estimate")
    func provenance() {
        for kind in catalogue.kinds.values {
            switch kind.vendor {
            case .neuron:
                #expect(kind.power.provenance == .operatorEstimate && !kind.power.canCap && kind.logicalCores != nil)
            case .nvidia:
                #expect(kind.power.provenance != .operatorEstimate && kind.power.canCap && kind.logicalCores == nil)
            }
        }
    }

    @Test("an unknown kind or type is answered with the nearest known one")
    func nearest() {
        let kind = #expect(throws: BerthError.self) { try catalogue.kind(KindName("h20")) }
        #expect(kind?.code == .noSuchKind && kind?.hint == "did you mean \"h200\"?")
        let instance = #expect(throws: BerthError.self) { try catalogue.instance(InstanceName("p5.48xlrge")) }
        #expect(instance?.code == .invalidFleet && instance?.hint == "did you mean \"p5.48xlarge\"?")
    }

    @Test("a kind like no other is answered with the whole list")
    func list() {
        let error = #expect(throws: BerthError.self) { try catalogue.kind(KindName("zebra")) }
        #expect(error?.hint?.contains("known: a100-40, ") == true)
    }

    @Test("a node made from a type has the type's devices, cores and memory, each core once")
    func nodes() throws {
        for instance in catalogue.instances.values {
            let node = FleetNode(
                name: try NodeName("n-1"), instance: instance, kind: try catalogue.kind(instance.kind), place: Place.site)
            #expect(node.groups.map(\.devices.count) == [instance.deviceCount])
            #expect(node.groups.allSatisfy { $0.devices.allSatisfy(\.isModelled) } && node.isModelled)
            #expect(node.coreCount == instance.virtualCPUs / instance.threadsPerCore)
            let threads = node.numaNodes.flatMap(\.cores).flatMap { $0 }
            #expect(threads.sorted() == Array(0..<instance.virtualCPUs))
            #expect(node.memory <= instance.memory && (node.memory + Bytes(Int64(instance.numaNodes))) > instance.memory)
            #expect(Set(node.groups[0].devices.map(\.id)).count == instance.deviceCount)
        }
    }

    @Test("a device whose place nobody states has no NUMA node, not node 0")
    func unknownLocality() throws {
        let instance = try catalogue.instance(InstanceName("p5en.48xlarge"))
        let node = FleetNode(name: try NodeName("n-1"), instance: instance, kind: try catalogue.kind(instance.kind), place: Place.site)
        #expect(node.groups[0].devices.allSatisfy { $0.numaNode == nil })
    }
}

@Suite("Legal sets")
struct LegalSetTests {
    @Test("any subset of a switched node may be asked for")
    func any() {
        #expect(LegalSetRule.any.requestableCounts(installed: 8) == Array(1...8))
        #expect(LegalSetRule.any.requestableCounts(installed: 0).isEmpty)
    }

    @Test("inside a node of an UltraServer the blocks of a trn2 node may be asked for")
    func nodeSet() {
        #expect(LegalSetRule.nodeSet(sizes: [1, 2, 4]).requestableCounts(installed: 16) == [1, 4, 8, 16])
    }

    @Test(
        "of a torus only its blocks may be asked for, so 7 Trainium devices never are",
        arguments: [(16, [1, 4, 8, 16]), (4, [1, 4]), (1, [1]), (6, [1])])
    func blocks(installed: Int, counts: [Int]) {
        #expect(LegalSetRule.alignedBlock(sizes: [16, 1, 4, 8]).requestableCounts(installed: installed) == counts)
    }
}

@Suite("Power tree")
struct PowerTreeTests {
    private static func domain(_ name: StaticString, parent: Int?, budget: Int?) -> PowerDomain {
        PowerDomain(name: PlaceName(literal: name), parent: parent.map(DomainIndex.init), budget: budget.map { Watts($0) })
    }

    @Test("a tree whose budgets shrink downwards is accepted, and its domains are found by name")
    func accepts() throws {
        let tree = try PowerTree(
            domains: [
                Self.domain("site", parent: nil, budget: 1000), Self.domain("hall", parent: 0, budget: nil),
                Self.domain("rack", parent: 1, budget: 1000),
            ], paths: [[DomainIndex(2), DomainIndex(1), DomainIndex(0)]])
        #expect(tree.index(of: PlaceName(literal: "rack")) == DomainIndex(2))
        #expect(tree.index(of: PlaceName(literal: "row")) == nil)
    }

    @Test("a tree is read depth first: each domain is followed by what it feeds")
    func depthFirst() throws {
        let tree = try PowerTree(
            domains: [
                Self.domain("site", parent: nil, budget: nil), Self.domain("hall-1", parent: 0, budget: nil),
                Self.domain("hall-2", parent: 0, budget: nil), Self.domain("rack-2", parent: 2, budget: nil),
                Self.domain("rack-1", parent: 1, budget: nil),
            ], paths: [])
        #expect(
            tree.depthFirst.map { "\($0.depth) \(tree.domains[$0.index.value].name)" } == [
                "0 site", "1 hall-1", "2 rack-1", "1 hall-2", "2 rack-2",
            ])
    }

    @Test("a child's budget above its parent's is refused with both names")
    func childAboveParent() {
        let error = #expect(throws: BerthError.self) {
            try PowerTree(
                domains: [Self.domain("site", parent: nil, budget: 1000), Self.domain("hall", parent: 0, budget: 1001)], paths: [])
        }
        #expect(error?.code == .invalidPolicy && error?.field == "hall")
        #expect(error?.message.contains("\"hall\"") == true && error?.message.contains("\"site\"") == true)
    }

    @Test("a budget is compared with every level above, across levels that bound nothing")
    func acrossLevels() {
        #expect(
            refusal {
                _ = try PowerTree(
                    domains: [
                        Self.domain("site", parent: nil, budget: 1000), Self.domain("hall", parent: 0, budget: nil),
                        Self.domain("rack", parent: 1, budget: 2000),
                    ], paths: [])
            } == .invalidPolicy)
    }

    @Test("a negative budget and a path that is too deep are refused")
    func negativeAndDeep() {
        #expect(refusal { _ = try PowerTree(domains: [Self.domain("site", parent: nil, budget: -1)], paths: []) } == .invalidPolicy)
        let names: [StaticString] = ["site", "a", "b", "c", "d", "e", "f", "g", "h"]
        let chain = names.enumerated().map { Self.domain($1, parent: $0 == 0 ? nil : $0 - 1, budget: nil) }
        let path = (0..<names.count).reversed().map(DomainIndex.init)
        #expect(refusal { _ = try PowerTree(domains: chain, paths: [path]) } == .invalidPolicy)
        #expect(refusal { _ = try PowerTree(domains: chain, paths: [Array(path.dropFirst())]) } == nil)
    }
}
