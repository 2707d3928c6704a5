import BerthModel
import BerthPlacement
import BerthPolicy
import Testing

@Suite("Parts of devices at admission")
struct PartAdmissionTests {
    /// One node of each machine type; the H200 node's boards are kept whole.
    private func rules() throws -> AdmissionRules {
        var nodes: [FleetNode] = []
        for type in ["p5.48xlarge", "p5e.48xlarge", "p6e-gb200.36xlarge", "trn2.48xlarge"] {
            let instance = try Catalogue.shipped.instance(InstanceName(type))
            var node = FleetNode(
                name: try NodeName(type), instance: instance, kind: try Catalogue.shipped.kind(instance.kind), place: Place.site)
            node.groups[0].keepsBoardsWhole = type == "p5e.48xlarge"
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

    private func refusal(_ accelerators: String) throws -> BerthError {
        let (rules, spec) = (try rules(), try spec(accelerators))
        return try #require(throws: BerthError.self) { try rules.request(for: spec, members: [0]) }
    }

    @Test(
        "a part that the hardware has is refused as not supported, never placed as a whole device",
        arguments: ["mig=3g.40gb", "fraction=250/20GiB"])
    func unsupported(part: String) throws {
        let error = try refusal("h100:\(part)")
        #expect(error.code == .unsupported && error.field == "/accelerators/0" && error.hint == "--accel h100:1")
        #expect(error.message == "a part of one h100 was asked (\(part)), and parts of devices cannot be placed yet")
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
        let request = try rules().request(for: spec("h100:mig=3g.40gb | h200:2"), members: [0])
        #expect(request.alternatives.map(\.kind) == [KindName(literal: "h200")] && request.alternatives[0].count == 2)
    }

    @Test("the runtime's own core size is placed, the other one is refused as not supported")
    func cores() throws {
        #expect(try rules().request(for: spec("trn2:16:lnc=2"), members: [0]).alternatives.count == 1)
        let error = try refusal("trn2:16:lnc=1")
        #expect(error.code == .unsupported && error.field == "/accelerators/0/lnc")
        #expect(try refusal("h100:8:lnc=2").code == .invalidJob)
    }
}
