import BerthModel
import BerthPolicy
import Testing

@Suite("Reserved watts and the policy's own figures")
struct ReserveTests {
    private let h200 = Catalogue.shipped.kinds[KindName(literal: "h200")]!
    private let trn2 = Catalogue.shipped.kinds[KindName(literal: "trn2")]!

    private func code(_ body: () throws -> some Any) -> ErrorCode? {
        do {
            _ = try body()
            return nil
        } catch { return (error as? BerthError)?.code }
    }

    @Test("a device reserves its peak, else its maximum, lowered by a cap, above its idle draw and never below zero")
    func perDevice() throws {
        #expect(try Reserve.perDevice(h200, peak: nil, cap: nil) == Watts(700 - 95))
        #expect(try Reserve.perDevice(h200, peak: Watts(620), cap: nil) == Watts(620 - 95))
        #expect(try Reserve.perDevice(h200, peak: Watts(620), cap: Watts(400)) == Watts(400 - 95))
        #expect(try Reserve.perDevice(h200, peak: Watts(300), cap: Watts(400)) == Watts(300 - 95))
        #expect(try Reserve.perDevice(h200, peak: Watts(50), cap: nil) == .zero)
        #expect(try Reserve.perDevice(trn2, peak: nil, cap: nil) == Watts(500 - 90))
    }

    @Test("a cap is refused where nothing sets it, and below the board's minimum")
    func caps() {
        #expect(code { try Reserve.perDevice(trn2, peak: nil, cap: Watts(300)) } == .invalidJob)
        #expect(code { try Reserve.perDevice(h200, peak: nil, cap: Watts(199)) } == .invalidJob)
        #expect(code { try Reserve.perDevice(h200, peak: nil, cap: Watts(200)) } == nil)
    }

    @Test("a policy's figures stand over the shipped ones, with their provenance")
    func overrides() throws {
        let policy = Policy(accelerators: [trn2.name: Policy.PowerOverride(idle: Watts(100), max: Watts(420), provenance: .operator)])
        let power = try Catalogue.shipped.applying(policy).kind(trn2.name).power
        #expect(power.idle == Watts(100) && power.max == Watts(420) && power.default == Watts(420) && power.provenance == .operator)
        #expect(try Catalogue.shipped.applying(policy).kind(h200.name) == h200)
    }

    @Test("figures for an unknown kind, or with idle above the maximum, are refused")
    func refused() {
        let unknown = Policy(accelerators: [KindName(literal: "h20O"): Policy.PowerOverride(idle: nil, max: nil, provenance: .operator)])
        #expect(code { try Catalogue.shipped.applying(unknown) } == .invalidPolicy)
        let upsideDown = Policy(accelerators: [h200.name: Policy.PowerOverride(idle: Watts(800), max: nil, provenance: .operator)])
        #expect(code { try Catalogue.shipped.applying(upsideDown) } == .invalidPolicy)
    }

    @Test("agencies with unknown or circular parents, and limits on unknown kinds, are refused")
    func names() {
        let (a, b) = (AgencyName(literal: "a"), AgencyName(literal: "b"))
        let policies = [
            Policy(agencies: [a: Policy.Agency(parent: b)]),
            Policy(agencies: [a: Policy.Agency(parent: b), b: Policy.Agency(parent: a)]),
            Policy(agencies: [a: Policy.Agency(deviceLimits: [KindName(literal: "zzz"): 1])]),
            Policy(workloads: [
                WorkloadName(literal: "w"): Policy.Workload(profiles: [Policy.Profile(kind: KindName(literal: "zzz"), slots: 1)])
            ]),
        ]
        for policy in policies { #expect(code { try policy.validateNames(.shipped) } == .invalidPolicy) }
        #expect(code { try Policy(agencies: [a: Policy.Agency(parent: b), b: Policy.Agency()]).validateNames(.shipped) } == nil)
    }
}
