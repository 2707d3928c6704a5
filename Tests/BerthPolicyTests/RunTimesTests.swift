import BerthModel
import BerthPolicy
import TestSupport
import Testing

@Suite("How long jobs take")
struct RunTimesTests {
    private let lab = AgencyName(literal: "lab")
    private let night = QueueName(literal: "night")

    private func kin(_ user: String, devices: Int = 8) -> JobKin { JobKin(user: user, agency: lab, queue: night, devices: devices) }

    @Test("a class ends at its upper bound, and the next begins above it", arguments: 0...112)
    func classes(_ number: Int) throws {
        var span = SpanClass(.zero)
        for _ in 0..<number { span = SpanClass(try #require(span.upper) + .milliseconds(1)) }
        let upper = try #require(span.upper)
        #expect(SpanClass(upper) == span)
        #expect(SpanClass(upper + .milliseconds(1)) > span)
    }

    @Test("spans below zero are the shortest, and more than any job may ask for has no end")
    func edges() {
        #expect(SpanClass(.seconds(-5)) == SpanClass(.zero))
        #expect(SpanClass(.milliseconds(Int64.max)) == .unbounded && SpanClass.unbounded.upper == nil)
        #expect(SpanClass(.milliseconds(Limits.durationMaxMilliseconds)) < .unbounded)
    }

    @Test("half of a user's jobs take no longer than the typical span, and nearly all no longer than the cautious one")
    func quantiles() throws {
        var times = RunTimes()
        for seconds in 1...200 { times.add(.seconds(seconds * 10), of: kin("ann")) }
        #expect(times.typical(kin("ann")) == SpanClass(.seconds(1000)))
        #expect(times.cautious(kin("ann")) == SpanClass(.seconds(1980)))
        // Of those that outlast half an hour.
        #expect(try #require(times.ending(kin("ann"), after: .seconds(1800))) >= SpanClass(.seconds(1801)))
    }

    @Test("of a user whose jobs nobody has seen the agency's are taken, and else all jobs of the size")
    func fallBack() {
        var times = RunTimes()
        for _ in 0..<5 { times.add(.seconds(60), of: kin("ann")) }
        #expect(times.typical(kin("bob")) == SpanClass(.seconds(60)))
        let elsewhere = JobKin(user: "eve", agency: AgencyName(literal: "other"), queue: nil, devices: 5)
        #expect(times.typical(elsewhere) == SpanClass(.seconds(60)))
        #expect(times.typical(JobKin(user: "ann", agency: lab, queue: night, devices: 64)) == nil)
        // Five are enough to say what is usual, not what hardly ever happens.
        #expect(times.cautious(kin("ann")) == nil)
    }

    @Test("a user's own jobs count before the agency's")
    func own() {
        var times = RunTimes()
        for _ in 0..<50 { times.add(.seconds(10), of: kin("ann")) }
        for _ in 0..<5 { times.add(.seconds(10_000), of: kin("bob")) }
        #expect(times.typical(kin("bob")) == SpanClass(.seconds(10_000)))
        #expect(times.typical(kin("eve")) == SpanClass(.seconds(10)))
    }

    @Test("what was told long ago counts less than what is told now")
    func forgetting() {
        var times = RunTimes()
        for _ in 0..<900 { times.add(.seconds(10), of: kin("ann")) }
        for _ in 0..<900 { times.add(.seconds(1000), of: kin("ann")) }
        #expect(times.typical(kin("ann")) == SpanClass(.seconds(1000)))
    }

    @Test("however many users there are, memory is bounded, and what is common is kept")
    func bounded() {
        var times = RunTimes()
        for round in 0..<20_000 {
            times.add(.seconds(30), of: kin("user\(round)"))
            if round.isMultiple(of: 100) { times.add(.seconds(7000), of: kin("ann", devices: 128)) }
        }
        #expect(times.kinCount <= 16_384)
        #expect(times.typical(kin("ann", devices: 128)) == SpanClass(.seconds(7000)))
    }

    @Test("the same jobs in the same order give the same", arguments: [1, 2, 3])
    func repeatable(_ seed: UInt64) {
        func learnt() -> RunTimes {
            var (times, random) = (RunTimes(), SplitMix(seed: seed))
            for _ in 0..<40_000 {
                let user = "user\(random.next() % 30_000)"
                times.add(.seconds(Int(random.next() % 100_000)), of: kin(user, devices: Int(random.next() % 64)))
            }
            return times
        }
        #expect(learnt() == learnt())
    }
}
