import BerthAPI
import HTTPTypes
import BerthModel
import BerthScheduler
@testable import BerthServer
import Testing

@Suite struct DiskFullTests {
    private static let full = BerthError(.diskFull, "no space left on device")

    @Test("while the disk is full nothing is accepted, and afterwards everything acknowledged is there and no id was lost")
    func recovers() async throws {
        try await TestAPI.run { (api) async throws in
            #expect(try await api.submit(Jobs.batch("kept", seconds: 100)).status == 201)
            try await api.failJournal(with: DiskFullTests.full)
            for _ in 0..<3 {
                let refused = try await api.submit(Jobs.batch("lost"))
                #expect(refused.status == 507)
                #expect(refused.headers[.retryAfter] == "1")
                #expect(try refused.problem.code == "DiskFull")
            }
            #expect(try await api.send(.get, Route.jobs).decode(JobList.self).jobs.map(\.name) == ["kept"])
            try await api.failJournal(with: nil)
            try await api.advance(by: .seconds(2))
            #expect(try await api.submit(Jobs.batch("next")).decode(SubmitView.self).id == "2")
            #expect(try await api.send(.get, Route.jobs).decode(JobList.self).jobs.map(\.state) == ["running", "running"])
            try await expectSameAfterReplay(api)
        }
    }

    @Test("an end that is reported while the disk is full is journaled when there is room again")
    func keepsReports() async throws {
        try await TestAPI.run { (api) async throws in
            _ = try await api.submit(Jobs.batch("a", seconds: 5))
            try await api.failJournal(with: DiskFullTests.full)
            try await api.advance(by: .seconds(6))
            #expect(try await api.send(.get, "/v1/jobs/1").decode(JobView.self).state == "running")
            try await api.failJournal(with: nil)
            try await api.advance(by: .seconds(2))
            #expect(try await api.send(.get, "/v1/jobs/1").decode(JobView.self).state == "succeeded")
            try await expectSameAfterReplay(api)
        }
    }

    @Test("a batch whose commit fails has a fault on each of its lines")
    func batch() async throws {
        try await TestAPI.run { (api) async throws in
            try await api.failJournal(with: DiskFullTests.full)
            let lines = try await api.send(.post, Route.jobs, type: Wire.ndjson, body: "\(Jobs.batch())\n\(Jobs.batch())").lines(
                BatchLine.self)
            #expect(lines.map { $0.problem?.status } == [507, 507])
        }
    }

    /// Invariant 5: what is in memory is what the journal says.
    private func expectSameAfterReplay(_ api: TestAPI) async throws {
        let (live, replayed) = try await api.thread.read { loop in
            let replay = try StateReplay(of: loop.journal, fleet: loop.scheduler.fleet, isPortFree: { _, _ in true })
            return (loop.scheduler.stateDigestText, replay.scheduler.stateDigestText)
        }
        #expect(live == replayed)
    }
}
