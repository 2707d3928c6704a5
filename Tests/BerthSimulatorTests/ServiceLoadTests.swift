import BerthModel
import TestSupport
import Testing

@testable import BerthSimulator

@Suite("requests become the load of a service")
struct ServiceLoadTests {
    static let sample = """
        TIMESTAMP,ContextTokens,GeneratedTokens
        2023-11-16 18:15:46.6805900,374,44
        2023-11-16 18:15:50.9951690,396,109
        2023-11-16 18:15:49.0000000,1000,1
        2023-11-16 18:16:40.5000000,8,2
        """

    private func requests(_ text: String) throws(BerthError) -> ArrivalSorter<LLMRequestTrace> {
        ArrivalSorter(try LLMRequestTrace(Traces.rows(text)))
    }

    private func intervals(_ text: String, _ interval: Duration) throws -> [LoadInterval] {
        var load = ServiceLoad(try requests(text), interval: interval)
        var all: [LoadInterval] = []
        while let next = try load.next() { all.append(next) }
        return all
    }

    @Test("each request is counted in one interval, and intervals without any are given too")
    func intervals() throws {
        let all = try intervals(ServiceLoadTests.sample, .seconds(10))
        #expect(all.map(\.requests) == [3, 0, 0, 0, 0, 1])
        #expect(all.map(\.contextTokens) == [1770, 0, 0, 0, 0, 8])
        #expect(all.map(\.generatedTokens) == [154, 0, 0, 0, 0, 2])
        #expect(zip(all, all.dropFirst()).allSatisfy { $0.end == $1.start })
        #expect(all[0].requestsPerSecond == 0.3)
        #expect(all[0].contextTokensPerSecond == 177)
        #expect(all[0].generatedTokensPerSecond == 15.4)
        #expect(try intervals("TIMESTAMP,ContextTokens,GeneratedTokens\n", .seconds(1)).isEmpty)
    }

    @Test("replicas follow whatever is scarcest, within their bounds")
    func replicas() {
        var load = LoadInterval(start: Timestamp(milliseconds: 0), length: .seconds(10))
        (load.requests, load.contextTokens, load.generatedTokens) = (100, 40_000, 9000)
        let bounds = ReplicaRange(min: 1, max: 30)
        var capacity = ReplicaCapacity(requestsPerSecond: 5, contextTokensPerSecond: 2000, generatedTokensPerSecond: 100)
        #expect(capacity.replicas(for: load, in: bounds) == 9)
        capacity.targetLoad = 0.5
        #expect(capacity.replicas(for: load, in: bounds) == 18)
        capacity.targetLoad = 0.1
        #expect(capacity.replicas(for: load, in: bounds) == 30)
        load.requests = 0
        #expect(ReplicaCapacity(requestsPerSecond: 5).replicas(for: load, in: bounds) == 1)
        #expect(ReplicaCapacity().replicas(for: load, in: ReplicaRange(min: 0, max: 3)) == 0)
    }

    @Test("as jobs, as many replicas run in each interval as it wants", arguments: 1...10 as ClosedRange<UInt64>)
    func jobs(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var text = "TIMESTAMP,ContextTokens,GeneratedTokens\n"
        for second in 0..<60 {
            for _ in 0..<Int.random(in: 0...(second % 20), using: &generator) {
                text += "2023-11-16 18:15:\(second < 10 ? "0" : "")\(second).\(Int.random(in: 100...999, using: &generator)),100,10\n"
            }
        }
        let capacity = ReplicaCapacity(requestsPerSecond: 2)
        let bounds = ReplicaRange(min: 1, max: 7)
        let trace = ReplicaTrace(
            ServiceLoad(try requests(text), interval: .seconds(1)), capacity: capacity, bounds: bounds,
            choices: [DeviceChoice(kind: nil, count: 8)], agency: "chat")
        let jobs = try Traces.drain(trace).all
        for interval in try intervals(text, .seconds(1)) {
            let running = jobs.filter { $0.arrival <= interval.start && $0.arrival + ($0.duration ?? .zero) >= interval.end }
            #expect(running.count == capacity.replicas(for: interval, in: bounds), "seed \(seed)")
        }
        #expect(zip(jobs, jobs.dropFirst()).allSatisfy { $0.arrival <= $1.arrival })
        #expect(jobs.allSatisfy { $0.jobClass == .service && $0.agency == "chat" && $0.devices == 8 })
        #expect(Set(jobs.map(\.id)).count == jobs.count)
    }

    @Test("a replica that outlives thousands of others is given in pieces, without a gap")
    func pieces() throws {
        // One base replica, and a second one that comes and goes with every other interval.
        let trace = ReplicaTrace(
            ServiceLoad(Ripple(count: 200_000), interval: .seconds(1)), capacity: ReplicaCapacity(requestsPerSecond: 1),
            bounds: ReplicaRange(min: 1, max: 2), choices: [])
        let (jobs, report) = try Traces.drain(trace)
        let isLong = { (job: TraceJob) in job.duration ?? .zero > .seconds(1) }
        let base = jobs.filter(isLong)
        #expect(report[.inPieces].count == 1)
        #expect(report.leftOut == 0)
        #expect(base.count == 2)
        #expect(base[0].arrival + (base[0].duration ?? .zero) == base[1].arrival)
        #expect(jobs.reduce(0) { $0 + ($1.duration?.seconds ?? 0) } == 300_000)
        #expect(zip(jobs, jobs.dropFirst()).allSatisfy { $0.arrival <= $1.arrival })
    }

    /// One and two requests by turns, a second each.
    struct Ripple: TraceSource {
        var count: Int
        var second = 0
        var isSecondOfTwo = false
        let report = ImportReport(name: "ripple")

        init(count: Int) { self.count = count }

        mutating func next() throws(BerthError) -> LLMRequest? {
            guard second < count else { return nil }
            let request = LLMRequest(
                line: second + 1, arrival: Timestamp(milliseconds: Int64(second) * 1000), contextTokens: 1, generatedTokens: 1)
            if second.isMultiple(of: 2) || isSecondOfTwo {
                second += 1
                isSecondOfTwo = false
            } else {
                isSecondOfTwo = true
            }
            return request
        }
    }

    @Test("a request that is none ends the import at its line")
    func faults() {
        let header = "TIMESTAMP,ContextTokens,GeneratedTokens\n"
        let cut = Traces.refusal { () throws(BerthError) in try requests("\(header)2023-11-16 18:15:46.68,374,44\n2023-11-16 18:15:4") }
        #expect(cut?.field == "t:3")
        let negative = Traces.refusal { () throws(BerthError) in try requests("\(header)2023-11-16 18:15:46.68,-3,44\n") }
        #expect(negative?.description == "t:2: ContextTokens -3 is negative")
    }

    @Test("the recorded hour is counted whole", .enabled(if: Traces.isRecorded("azure_llm/AzureLLMInferenceTrace_conv.csv")))
    func recorded() throws {
        let trace = try LLMRequestTrace(file: "\(Traces.recorded)/azure_llm/AzureLLMInferenceTrace_conv.csv")
        var load = ServiceLoad(ArrivalSorter(trace), interval: .seconds(60))
        var (requests, minutes) = (0, 0)
        while let interval = try load.next() {
            requests += interval.requests
            minutes += 1
        }
        #expect(requests == 19_366)
        #expect(minutes == 59)
        #expect(load.report.rows == 19_366)
        #expect(load.report.endsWithinRow)
    }
}
