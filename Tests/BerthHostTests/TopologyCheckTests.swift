import BerthModel
import Testing

@testable import BerthHost

@Suite("The check of a topology")
struct TopologyCheckTests {
    private static func sound() throws -> HostTopology {
        try #require(Fixture.all.first { $0.name == "unknown-locality" }).discover()
    }

    /// Each way to break a topology, with the number of the rule it breaks.
    private static let breaks: [(rule: Int, name: String, break: @Sendable (inout HostTopology) -> Void)] = [
        (1, "a core without a CPU", { $0.cores[0].cpus = [] }),
        (1, "two cores with one CPU", { $0.cores[1].cpus = $0.cores[0].cpus }),
        (2, "a core in a package that is not there", { $0.cores[0].package = 9 }),
        (2, "a core in another package", { $0.cores[0].package = 1 }),
        (2, "a core on a node that is not there", { $0.cores[0].numaNode = 9 }),
        (2, "a core on another node", { $0.cores[0].numaNode = 1 }),
        (3, "two packages of one number", { $0.packages[1].number = 0 }),
        (3, "packages that overlap", { $0.packages[1].cpus.insert(0) }),
        (3, "a package with a CPU of no core", { $0.packages[1].cpus.insert(99) }),
        (4, "two nodes of one number", { $0.numaNodes[1].number = 0 }),
        (4, "nodes that overlap", { $0.numaNodes[1].cpus.insert(0) }),
        (4, "a node with a CPU of no core", { $0.numaNodes[1].cpus.insert(99) }),
        (5, "an empty cache", { $0.caches[0].cpus = [] }),
        (5, "a cache of foreign CPUs", { $0.caches[0].cpus.insert(99) }),
        (5, "caches that overlap", { $0.caches[1].cpus = $0.caches[0].cpus }),
        (6, "nothing allowed", { $0.allowedCPUs = [] }),
        (6, "a foreign CPU allowed", { $0.allowedCPUs.insert(99) }),
        (7, "two PCI devices at one address", { $0.pciDevices[1].address = $0.pciDevices[0].address }),
        (7, "a PCI device on a node that is not there", { $0.pciDevices[0].numaNode = 9 }),
        (8, "two accelerators of one id", { $0.accelerators[1].id = $0.accelerators[0].id }),
        (8, "two accelerators at one address", { $0.accelerators[1].address = $0.accelerators[0].address }),
        (8, "an accelerator on a node that is not there", { $0.accelerators[0].numaNode = 9 }),
        (8, "a link to nowhere", { $0.accelerators[0].nvlinkPeers = [7] }),
        (9, "a maximum below the minimum", { $0.accelerators[0].power.max = Watts(1) }),
    ]

    @Test("finds nothing in a sound one")
    func soundOnes() throws {
        #expect(try Self.sound().topologyCheck() == [])
    }

    @Test("finds each way to break one, under the rule's number", arguments: breaks.indices)
    func broken(place: Int) throws {
        let (rule, name, damage) = Self.breaks[place]
        var host = try Self.sound()
        damage(&host)
        #expect(host.topologyCheck().contains { $0.hasPrefix("(\(rule))") }, "\(name): \(host.topologyCheck())")
    }
}
