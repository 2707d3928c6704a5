import BerthModel
import BerthPlacement
import TestSupport
import Testing

@testable import BerthPolicy

@Suite("What jobs show of how kinds compare")
struct KindTimesTests {
    private static let (h200, trn2, h100) = (KindName(literal: "h200"), KindName(literal: "trn2"), KindName(literal: "h100"))
    private static let serve = WorkloadName(literal: "serve")

    private func key(_ kind: KindName, slots: Int = 4, members: Int = 1) -> KindTimes.Key {
        KindTimes.Key(workload: KindTimesTests.serve, members: members, kind: kind, slots: slots)
    }

    @Test(
        "a logarithm is that of the number, to a few thousandths of an octave", arguments: [1, 2, 3, 1000, 1024, 65_537, 1 << 40, 1 << 61])
    func logarithms(_ value: Int64) {
        // The square root tells nothing about logarithms that powers of two do not: held against repeated halving of a float.
        var (rest, octaves) = (Double(value), 0.0)
        while rest >= 2 { (rest, octaves) = (rest / 2, octaves + 1) }
        var part = 1.0
        for _ in 0..<30 {
            (rest, part) = (rest * rest, part / 2)
            if rest >= 2 { (rest, octaves) = (rest / 2, octaves + part) }
        }
        #expect(abs(Double(Logarithm.of(value)) / 65_536 - octaves) < 0.001)
    }

    @Test("thousandths of a logarithm go in steps of a sixteenth of an octave, upwards and downwards")
    func powers() {
        let steps = (-40...80).map { Logarithm.thousandths(Int64($0) * Logarithm.one / 16) }
        #expect(steps[40] == 1000 && steps[56] == 2000 && steps[24] == 500 && steps[41] == 1044)
        #expect(zip(steps, steps.dropFirst()).allSatisfy { $0 < $1 })
        #expect(Logarithm.thousandths(Logarithm.one / 40) == 1000 && Logarithm.thousandths(Logarithm.one / 20) == 1044)
        #expect(Logarithm.thousandths(.max / 4) > 1_000_000 && Logarithm.thousandths(.min / 4) == 1)
    }

    @Test(
        "speeds are the turned round geometric means of times, as a naive sum of all times finds them",
        arguments: 1...20 as ClosedRange<UInt64>)
    func twin(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var times = KindTimes()
        var told: [KindTimes.Key: [Double]] = [:]
        let kinds = [KindTimesTests.h200, KindTimesTests.trn2, KindTimesTests.h100]
        for _ in 0..<Int.random(in: 50...900, using: &random) {
            let key = key(kinds.randomElement(using: &random)!, slots: Bool.random(using: &random) ? 4 : 8)
            let milliseconds = Int64.random(in: 1000...100_000_000, using: &random)
            times.add(.milliseconds(milliseconds), key)
            told[key, default: []].append(Double(milliseconds))
        }
        for own in told.keys {
            for other in told.keys {
                let speed = times.speed(of: own, against: other, least: 5)
                guard let mine = told[own], let theirs = told[other], mine.count >= 5, theirs.count >= 5 else {
                    #expect(speed == nil)
                    continue
                }
                // A sixteenth of an octave is 4.4 %: half of it is the most that rounding makes, and a little for the logarithms.
                let ratio = KindTimesTests.mean(theirs) / KindTimesTests.mean(mine)
                #expect(abs(Double(try #require(speed)) / 1000 / ratio - 1) < 0.025, "seed \(seed)")
            }
        }
    }

    /// The geometric mean by products, kept small by roots.
    private static func mean(_ values: [Double]) -> Double {
        // Bisection on the sum of ratios: no logarithm is needed.
        var (low, high) = (values.min()!, values.max()!)
        for _ in 0..<200 {
            let middle = (low * high).squareRoot()
            var (product, twos) = (1.0, 0)
            for value in values {
                product *= value / middle
                while product > 2 { (product, twos) = (product / 2, twos + 1) }
                while product < 0.5 { (product, twos) = (product * 2, twos - 1) }
            }
            if twos > 0 || twos == 0 && product > 1 { low = middle } else { high = middle }
        }
        return low
    }

    @Test("what was told long ago counts less, and never more than a thousand are held")
    func fading() throws {
        var times = KindTimes()
        for _ in 0..<5000 { times.add(.seconds(100), key(KindTimesTests.h200)) }
        for _ in 0..<5000 { times.add(.seconds(100), key(KindTimesTests.trn2)) }
        #expect(times.speed(of: key(KindTimesTests.trn2), against: key(KindTimesTests.h200), least: 20) == 1000)
        for _ in 0..<5000 { times.add(.seconds(400), key(KindTimesTests.trn2)) }
        let speed = try #require(times.speed(of: key(KindTimesTests.trn2), against: key(KindTimesTests.h200), least: 20))
        #expect(speed == 250)
        let mean = try #require(times[key(KindTimesTests.trn2)])
        #expect(mean.jobs == 10_000 && mean.held < 1024)
    }

    @Test("with more workloads than there is memory for, those that were seen often stay")
    func forgetting() {
        var times = KindTimes()
        func add(_ number: Int) {
            let name = WorkloadName(literal: "serve")
            times.add(.seconds(1), KindTimes.Key(workload: name, members: number, kind: KindTimesTests.h200, slots: 1))
        }
        for _ in 0..<3 { add(7) }
        for number in 100..<10_000 { add(number) }
        #expect(times.all.count <= 4096)
        #expect(times[key(KindTimesTests.h200, slots: 1, members: 7)]?.jobs == 3)
    }

    // MARK: Figures for the choice

    private func rules(_ throughputs: [KindName: Int], learning: Bool = true) -> Policy {
        var policy = Policy(workloads: [
            KindTimesTests.serve: Policy.Workload(
                profiles: [KindTimesTests.trn2, KindTimesTests.h200, KindTimesTests.h100].map {
                    Policy.Profile(kind: $0, slots: 4, throughputThousandths: throughputs[$0].map { $0 * 1000 }, unit: "steps/s")
                })
        ])
        policy.objective = .throughput
        if learning {
            policy.learning = Policy.Learning()
            policy.learning?.least = 10
        }
        return policy
    }

    private var spec: JobSpec {
        var spec = JobSpec(name: "j", jobClass: .batch, program: .command(["true"]), directory: "/tmp")
        spec.workload = KindTimesTests.serve
        return spec
    }

    /// trn2 100 s, h200 50 s, h100 200 s.
    private func learnt(_ counts: [KindName: Int]) -> KindTimes {
        var times = KindTimes()
        let spans: [KindName: Int] = [KindTimesTests.trn2: 100, KindTimesTests.h200: 50, KindTimesTests.h100: 200]
        for (kind, count) in counts.sorted(by: { $0.key < $1.key }) {
            for _ in 0..<count { times.add(.seconds(spans[kind] ?? 1), key(kind)) }
        }
        return times
    }

    @Test("a figure of the operators' stays as it is, and what is learnt is held against it")
    func mixed() throws {
        let times = learnt([KindTimesTests.trn2: 10, KindTimesTests.h200: 23, KindTimesTests.h100: 9])
        let speeds = rules([KindTimesTests.trn2: 400]).speeds(of: spec, learnt: times)
        #expect(speeds.map(\.kind) == [KindTimesTests.trn2, KindTimesTests.h200])
        #expect(speeds.map(\.thousandths) == [400_000, 800_000])
        #expect(speeds.map(\.source) == [.policy, .learnt(jobs: 23)])
        #expect(
            speeds.map { $0.sentence(revision: 4) } == [
                "4 x trn2: 400 steps/s (policy revision 4)", "4 x h200: 800 steps/s (learnt from 23 jobs)",
            ])
        // The base is a kind with a figure, even where another was seen more often.
        let contrary = rules([KindTimesTests.trn2: 400, KindTimesTests.h200: 100]).speeds(of: spec, learnt: times)
        #expect(contrary.map(\.thousandths) == [400_000, 100_000] && contrary.allSatisfy { $0.source == .policy })
    }

    @Test("without any figure of the operators' only ratios are known")
    func alone() throws {
        let times = learnt([KindTimesTests.trn2: 30, KindTimesTests.h200: 10, KindTimesTests.h100: 10])
        #expect(rules([:]).speeds(of: spec, learnt: times).map(\.thousandths) == [1_000_000, 2_000_000, 500_000])
        #expect(rules([:]).speeds(of: spec, learnt: learnt([KindTimesTests.trn2: 30])).isEmpty)
        #expect(rules([:], learning: false).speeds(of: spec, learnt: times).isEmpty)
    }

    @Test("what was seen of two kinds says nothing where the only figure is for a third that nobody has seen")
    func apart() {
        let times = learnt([KindTimesTests.trn2: 30, KindTimesTests.h200: 30])
        let speeds = rules([KindTimesTests.h100: 5]).speeds(of: spec, learnt: times)
        #expect(speeds.map(\.kind) == [KindTimesTests.h100] && speeds.map(\.thousandths) == [5000])
    }

    @Test("jobs with another number of members or devices say nothing of these")
    func others() throws {
        var times = KindTimes()
        for _ in 0..<50 {
            times.add(.seconds(100), key(KindTimesTests.trn2, members: 2))
            times.add(.seconds(50), key(KindTimesTests.h200, slots: 8))
        }
        #expect(rules([KindTimesTests.trn2: 400]).speeds(of: spec, learnt: times).map(\.kind) == [KindTimesTests.trn2])
    }

    @Test("figures that differ from what was seen by more than half are told, with both ratios")
    func disagreements() throws {
        let times = learnt([KindTimesTests.trn2: 40, KindTimesTests.h200: 23, KindTimesTests.h100: 9])
        let good = rules([KindTimesTests.trn2: 400, KindTimesTests.h200: 1000, KindTimesTests.h100: 9999]).disagreements(learnt: times)
        #expect(good.isEmpty)
        let bad = rules([KindTimesTests.trn2: 400, KindTimesTests.h200: 300]).disagreements(learnt: times)
        #expect(
            bad.map(\.sentence) == [
                "workload serve: h200 (4 slots) is 0.75 times as fast as trn2 (4 slots) by the policy, and was 2 times as fast in 23 jobs "
                    + "against 40: the policy's figure is used"
            ])
    }
}
