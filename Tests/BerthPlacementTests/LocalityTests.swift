import BerthModel
import Testing

@testable import BerthPlacement

@Suite struct LocalityTests {
    private func node(_ group: DeviceGroup, cores: Int = 8) throws -> PlacementCore {
        var site = Site()
        site.add("h-01", [group], cores: cores)
        return try site.core()
    }

    @Test(
        "small jobs gather on one socket of an eight-GPU node, so that four-GPU jobs keep a whole one",
        arguments: [[1, 1, 2], [2, 1, 1], [1, 2, 1], [2, 2]])
    func packOneSocket(sizes: [Int]) throws {
        let core = try node(Site.gpus())
        var used: Set<Int> = []
        for size in sizes { used.formUnion(try #require(core.claim(ask(size, of: Site.h200)).placements.first).devices) }
        #expect(used == [0, 1, 2, 3])
        #expect(core.claim(ask(4, of: Site.h200)).placements.first?.devices == [4, 5, 6, 7])
    }

    @Test("a job goes where it lies on one socket, even if another node would be a tighter fit")
    func fewestSockets() throws {
        var site = Site()
        site.add("a", [Site.gpus()])
        site.add("b", [Site.gpus()])
        let core = try site.core()
        // Node a keeps two devices on each socket: four in all, but on two sockets.
        let spread = MemberPlacement(
            member: 0, node: Site.name("a"), kind: Site.h200, devices: [0, 1, 4, 5], cores: [], memory: [], watts: .zero)
        #expect(core.claim(exactly: [spread]))
        #expect(core.plan(ask(4, of: Site.h200)).placements.first?.node == Site.name("b"))
        #expect(core.plan(ask(2, of: Site.h200)).placements.first?.node == Site.name("a"))
    }

    @Test("devices of unknown locality are a class of their own and draw cores from no particular socket")
    func unknownLocality() throws {
        // Devices 0-2 say nothing about where they are; 3-7 are on socket 0.
        let core = try node(Site.group(Site.h200, 8) { $0 < 3 ? nil : 0 })
        let unknown = try #require(core.claim(ask(3, of: Site.h200)).placements.first)
        #expect(unknown.devices == [0, 1, 2])
        let known = try #require(core.claim(ask(5, of: Site.h200, cores: 2)).placements.first)
        #expect(known.devices == [3, 4, 5, 6, 7] && known.cores.map(\.numaNode) == [0, 0])
        core.release([unknown])
        // Socket 0 has six free cores, socket 1 eight: seven cores are kept together although the devices point nowhere.
        let large = try #require(core.claim(ask(3, of: Site.h200, cores: 7)).placements.first)
        #expect(Set(large.cores.map(\.numaNode)) == [1])
        let group = core.layout.shape(of: 0).groups[0]
        #expect(group.localities.map(\.numaNode) == [0, nil])
        #expect(group.sets.straddled(by: 0b0000_1100) == 2)
    }

    @Test("cores and memory come from the sockets of the devices, in proportion to them")
    func nearTheDevices() throws {
        let core = try node(Site.gpus())
        let first = try #require(core.claim(ask(2, of: Site.h200, cores: 4, mebibytes: 1024)).placements.first)
        #expect(Set(first.cores.map(\.numaNode)) == [0] && first.memory == [.init(numaNode: 0, mebibytes: 1024)])
        let other = try #require(core.claim(ask(4, of: Site.h200, cores: 4, mebibytes: 1024)).placements.first)
        #expect(other.devices == [4, 5, 6, 7] && Set(other.cores.map(\.numaNode)) == [1] && other.memory.map(\.numaNode) == [1])
        core.release([first])
        core.release([other])
        let whole = try #require(core.claim(ask(8, of: Site.h200, cores: 8, mebibytes: 2048)).placements.first)
        #expect(
            whole.cores.count { $0.numaNode == 0 } == 4
                && whole.memory == [.init(numaNode: 0, mebibytes: 1024), .init(numaNode: 1, mebibytes: 1024)])
    }

    @Test("cores and memory spill to the other socket only when the near one has no more")
    func spill() throws {
        let core = try node(Site.gpus(), cores: 8)
        let job = try #require(core.claim(ask(4, of: Site.h200, cores: 10, mebibytes: 40 * 1024)).placements.first)
        #expect(job.cores.count { $0.numaNode == 0 } == 8 && job.cores.count { $0.numaNode == 1 } == 2)
        #expect(job.memory == [.init(numaNode: 0, mebibytes: 32 * 1024), .init(numaNode: 1, mebibytes: 8 * 1024)])
    }

    @Test("parts of a core share the fullest core that holds them, and whole cores are never shared")
    func partsOfACore() throws {
        let core = try node(Site.gpus(), cores: 2)
        func part(_ eighths: Int) throws -> MemberPlacement.Core {
            let request = PlacementRequest(
                members: [0], alternatives: [.init(kind: nil, count: 0, wattsPerDevice: .zero)], cpus: CoreShare(eighths: eighths),
                memory: .zero)
            return try #require(core.claim(request).placements.first?.cores.first)
        }
        #expect(try part(3) == .init(numaNode: 0, core: 0, eighths: 3))
        #expect(try part(6) == .init(numaNode: 0, core: 1, eighths: 6))
        #expect(try part(2) == .init(numaNode: 0, core: 1, eighths: 2))
        #expect(try part(5) == .init(numaNode: 0, core: 0, eighths: 5))
        #expect(core.claim(ask(cores: 2)).placements.first?.cores.map(\.numaNode) == [1, 1])
        #expect(core.plan(ask(cores: 1)).shortages.map(\.reason) == [.waitingForCores])
    }

    @Test("jobs on cores only stay off nodes with free accelerators while others have room")
    func coresOnly() throws {
        var site = Site()
        site.add("h-01", [Site.gpus()])
        site.add("c-01", [])
        #expect(try site.core().plan(ask(cores: 4)).placements.first?.node == Site.name("c-01"))
    }

    @Test("a node with two kinds gives each job its own")
    func twoKinds() throws {
        var site = Site()
        site.add("m-01", [Site.gpus(), Site.chips()], cores: 32)
        let core = try site.core()
        #expect(core.claim(ask(8, of: Site.h200)).placements.first?.kind == Site.h200)
        #expect(core.claim(ask(16, of: Site.trn2)).placements.first?.devices.count == 16)
        #expect(core.usage(of: NodeIndex(0)).groups.map(\.free) == [0, 0])
    }
}
