import BerthModel
import BerthPlacement
import BerthPolicy
import Testing

@Suite("Parts of devices at admission")
struct PartAdmissionTests {
    /// One node of each machine type; the H200 node's boards are kept whole.
    private func rules(isReal: Bool = false) throws -> AdmissionRules {
        var nodes: [FleetNode] = []
        for type in ["p5.48xlarge", "p5e.48xlarge", "p6e-gb200.36xlarge", "trn2.48xlarge"] {
            let instance = try Catalogue.shipped.instance(InstanceName(type))
            var node = FleetNode(
                name: try NodeName(type), instance: instance, kind: try Catalogue.shipped.kind(instance.kind), place: Place.site)
            node.groups[0].keepsBoardsWhole = type == "p5e.48xlarge"
            node.groups[0].isAdaptable = !isReal
            nodes.append(node)
        }
        let fleet = Fleet(name: "test", nodes: nodes, places: [Place(name: Place.site, parent: nil, rating: nil)])
        return AdmissionRules(policy: Policy(), catalogue: .shipped, fleet: fleet)
    }

    private func spec(_ accelerators: String) throws -> JobSpec {
        var spec = JobSpec(name: "a", jobClass: .batch, program: .command(["a"]), directory: "/")
        spec.accelerators = try AcceleratorRequest.alternatives(parsing: accelerators)
        return spec
    }

    private func refusal(_ accelerators: String, isReal: Bool = false) throws -> BerthError {
        let (rules, spec) = (try rules(isReal: isReal), try spec(accelerators))
        return try #require(throws: BerthError.self) { try rules.request(for: spec, members: [0], learnt: KindTimes()) }
    }

    @Test("a part of a stand-in is placed: one device, its share of the board's watts and of the device")
    func parts() throws {
        let mig = try rules().request(for: spec("h100:mig=3g.40gb"), members: [0], learnt: KindTimes()).alternatives[0]
        #expect(mig.partition == .mig("3g.40gb") && mig.count == 1 && mig.thousandths == 500)
        // 605 W above idle for 7 compute slices.
        #expect(mig.wattsPerDevice == Watts(milliwatts: 605_000 * 3 / 7))
        let fraction = try rules().request(for: spec("h100:fraction=250/20GiB"), members: [0], learnt: KindTimes()).alternatives[0]
        #expect(fraction.thousandths == 250 && fraction.wattsPerDevice == Watts(milliwatts: 605_000 / 4))
    }

    @Test(
        "a part of a real device is refused as not supported, never placed as a whole device",
        arguments: ["mig=3g.40gb", "fraction=250/20GiB"])
    func unsupported(part: String) throws {
        let error = try refusal("h100:\(part)", isReal: true)
        #expect(error.code == .unsupported && error.field == "/accelerators/0" && error.hint == "--accel h100:1")
        #expect(error.message == "a part of one h100 was asked (\(part)), and the boards here are real ones, which nothing cuts yet")
    }

    @Test("tenants share a board's power, so that none of them caps it, and parts are in no domain together")
    func caps() throws {
        let rules = try rules()
        var capped = try spec("h100:mig=3g.40gb")
        capped.powerCap = Watts(400)
        #expect(throws: BerthError.self) { try rules.request(for: capped, members: [0], learnt: KindTimes()) }
        var together = try spec("h100:mig=3g.40gb")
        together.together = .node
        let error = try #require(throws: BerthError.self) { try rules.request(for: together, members: [0, 1], learnt: KindTimes()) }
        #expect(error.code == .unsupported && error.field == "/together")
    }

    @Test("a part that the hardware does not have is a broken job, also behind an alternative that would do")
    func impossible() throws {
        let error = try refusal("h100:8 | h100:mig=3g.20gb")
        #expect(error.code == .invalidJob && error.field == "/accelerators/1/mig")
        #expect(try refusal("gb200:mig=1g.23gb").code == .invalidJob)
    }

    @Test("where every board of a kind is kept whole, a part of one never fits")
    func whole() throws {
        let error = try refusal("h200:mig=3g.71gb")
        #expect(error.code == .neverFits && error.message.contains("the fleet keeps all its h200 boards whole"))
    }

    @Test("a part is passed over while an alternative is left, and only that is placed")
    func passedOver() throws {
        let request = try rules(isReal: true).request(for: spec("h100:mig=3g.40gb | h200:2"), members: [0], learnt: KindTimes())
        #expect(request.alternatives.map(\.kind) == [KindName(literal: "h200")] && request.alternatives[0].count == 2)
    }

    @Test("a core size other than the runtime's is given to stand-ins, and refused on real devices")
    func cores() throws {
        #expect(try rules().request(for: spec("trn2:16:lnc=2"), members: [0], learnt: KindTimes()).alternatives.map(\.lnc) == [2])
        #expect(try rules().request(for: spec("trn2:16:lnc=1"), members: [0], learnt: KindTimes()).alternatives.map(\.lnc) == [1])
        let error = try refusal("trn2:16:lnc=1", isReal: true)
        #expect(error.code == .unsupported && error.field == "/accelerators/0/lnc")
        #expect(try rules(isReal: true).request(for: spec("trn2:16:lnc=2"), members: [0], learnt: KindTimes()).alternatives.count == 1)
        #expect(try refusal("h100:8:lnc=2").code == .invalidJob)
    }

    @Test("members of one maker's devices are in no link domain of the other's")
    func links() throws {
        let rules = try rules()
        var gang = try spec("trn2:16")
        (gang.jobClass, gang.nodes, gang.together) = (.gang, 2, .nvlink)
        let error = try #require(throws: BerthError.self) { try rules.request(for: gang, members: [0, 1], learnt: KindTimes()) }
        #expect(error.code == .invalidJob && error.field == "/together" && error.hint == "--together neuronlink")
        gang.accelerators += try AcceleratorRequest.alternatives(parsing: "gb200:4")
        let request = try rules.request(for: gang, members: [0, 1], learnt: KindTimes())
        #expect(request.alternatives.map(\.kind) == [KindName(literal: "gb200")])
    }
}
