import BerthModel
import Testing

@testable import BerthPlacement

@Suite struct GangTests {
    @Test("a gang stands in one rack when one rack holds it, and in the tightest such")
    func fewestPlaces() throws {
        var site = Site.gpuRacks
        site.add("b3", [Site.gpus()], rack: "rack-b")
        let core = try site.core()
        #expect(Set(core.plan(ask(8, of: Site.h200, members: 2)).placements.map(\.node)) == [Site.name("a1"), Site.name("a2")])
        #expect(
            Set(core.plan(ask(8, of: Site.h200, members: 3)).placements.map(\.node)) == [Site.name("b1"), Site.name("b2"), Site.name("b3")])
        #expect(core.plan(ask(8, of: Site.h200, members: 5)).placements.count == 5)
    }

    @Test("members keep their numbers, in the order of the request")
    func memberNumbers() throws {
        var request = ask(4, of: Site.h200, members: 3)
        request.members = [2, 5, 9]
        #expect(try Site.gpuRacks.core().claim(request).placements.map(\.member) == [2, 5, 9])
    }

    @Test("a gang that does not fit whole leaves no trace")
    func wholeOrAbsent() throws {
        let core = try Site.gpuRacks.core()
        let held = try #require(core.claimIfFits(ask(8, of: Site.h200, members: 3, cores: 2, mebibytes: 100)))
        #expect(core.claim(ask(8, of: Site.h200, members: 2)).fits == false)
        #expect(core.checkInvariants(placements: held) == [])
    }

    @Test(
        "a claim that fails in its last step gives everything back",
        arguments: ["devices", "cores", "memory", "watts", "drained", "unknown"])
    func rollback(fault: String) throws {
        var site = Site.gpuRacks
        site.budgets = ["rack-b": Watts(8_000)]
        let core = try site.core()
        var members = core.plan(ask(8, of: Site.h200, members: 4, cores: 2, mebibytes: 100, watts: 100)).placements
        #expect(members.count == 4)
        let last = members.count - 1
        var holder: [MemberPlacement] = []
        switch fault {
        case "devices":
            holder = [
                MemberPlacement(member: 0, node: members[last].node, kind: Site.h200, devices: [7], cores: [], memory: [], watts: .zero)
            ]
        case "cores":
            holder = [
                MemberPlacement(
                    member: 0, node: members[last].node, kind: nil, devices: [], cores: [members[last].cores[1]], memory: [], watts: .zero)
            ]
        case "memory": members[last].memory[0].mebibytes = 1 << 20
        case "watts": members[last].watts = Watts(1_000_000)
        case "drained": core.setAdmitting(try #require(core.index(of: members[last].node)), false)
        default: members[last].node = Site.name("nowhere")
        }
        #expect(core.claim(exactly: holder))
        #expect(core.claim(exactly: members) == false)
        #expect(core.checkInvariants(placements: holder) == [])
    }

    @Test("several members share a node when it holds them")
    func membersShareANode() throws {
        let placements = try Site.gpuRacks.core().claim(ask(2, of: Site.h200, members: 4)).placements
        #expect(Set(placements.map(\.node)).count == 1)
        #expect(Set(placements.flatMap(\.devices)).count == 8)
    }

    @Test("a gang fits by its cheaper nodes when the dear ones would break the budget")
    func cheaperNodes() throws {
        var site = Site()
        site.add("a1", [Site.gpus(4)], rack: "rack-a", coreWatts: 400)
        site.add("a2", [Site.gpus(4)], rack: "rack-a", coreWatts: 400)
        site.add("b1", [Site.gpus(4)], rack: "rack-b", coreWatts: 4)
        site.add("c1", [Site.gpus(4)], rack: "rack-c", coreWatts: 4)
        // Base load: 4 x (300 W + 4 x 95 W) = 2720 W. Two members on cheap nodes need 2 x 432 W.
        site.budgets = ["site": Watts(2_720 + 900)]
        let core = try site.core()
        #expect(
            Set(core.claim(ask(4, of: Site.h200, members: 2, cores: 8, watts: 100)).placements.map(\.node)) == [
                Site.name("b1"), Site.name("c1"),
            ])
    }

    @Test("giving back what nobody holds ends the program")
    func doubleRelease() async {
        await #expect(processExitsWith: .failure) {
            let core = try Site.gpuRacks.core()
            let members = core.claim(ask(1, of: Site.h200)).placements
            core.release(members)
            core.release(members)
        }
    }
}
