import BerthModel
import Foundation
import Testing

@Suite("Job events and states")
struct JobEventTests {
    private static func events() throws -> [JobEvent] {
        let run = RunID(job: JobID(number: 41, task: 7), attempt: 2, member: 1, run: 3)
        let member = MemberPlacement(
            member: 1, node: try NodeName("h-03"), kind: try KindName("h200"), devices: [0, 3],
            cores: [MemberPlacement.Core(numaNode: 1, core: 5, eighths: 8)], memory: [MemberPlacement.Memory(numaNode: 1, mebibytes: 512)],
            watts: Watts(1210), port: 20_001)
        let spec = JobSpec(name: "a", jobClass: .batch, program: .command(["true"]), directory: "/")
        return [
            .submitted(
                JobEvent.Submission(
                    spec: spec, submitter: Submitter(uid: 1000, gid: 1000, user: "user1"), agency: try AgencyName("noaa"), key: "k")),
            .held(by: .user), .held(by: .operator), .released(by: "user1"), .placed(attempt: 2, members: [member]),
            .started(run, pid: 4242),
            .ready(run), .unready(run, why: "connection refused"), .exited(run, .exited(code: 3)), .exited(run, .signalled(signal: 9)),
            .exited(run, .timedOut), .exited(run, .failedToStart("no such file")), .exited(run, .lost),
            .restartPlanned(run, at: Timestamp(milliseconds: 1_772_366_400_000)), .stopping(.timeLimit, by: "berthd"),
            .requeued(attempt: 3, why: "member lost"), .ended(.failed, exitCode: 3, why: "exit 3"),
            .ended(.cancelled, exitCode: nil, why: ""),
            .updated(priority: 5, time: .seconds(60), by: "root"), .updated(priority: nil, time: nil, by: "root"),
        ]
    }

    @Test("every event comes back from JSON as it was")
    func roundTrip() throws {
        for event in try JobEventTests.events() {
            #expect(try JSONDecoder().decode(JobEvent.self, from: JSONEncoder().encode(event)) == event)
        }
    }

    @Test("two events never have one text")
    func distinct() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let texts = try JobEventTests.events().map { String(decoding: try encoder.encode($0), as: UTF8.self) }
        #expect(Set(texts).count == texts.count)
    }

    @Test("no state is both over and holding resources, and the states' words are frozen")
    func states() {
        #expect(JobState.allCases.allSatisfy { !($0.isFinal && $0.isActive) })
        #expect(
            JobState.allCases.map(\.rawValue) == [
                "pending", "held", "starting", "running", "unready", "stopping", "succeeded", "failed", "cancelled", "timed-out",
                "unsatisfiable",
            ])
    }

    @Test("a signal shows as 128 and its number, a success is exit 0 alone")
    func outcomes() {
        #expect(RunOutcome.signalled(signal: 9).shellCode == 137)
        #expect(RunOutcome.exited(code: 3).shellCode == 3)
        #expect(RunOutcome.timedOut.shellCode == nil)
        #expect(RunOutcome.exited(code: 0).isSuccess)
        #expect(!RunOutcome.exited(code: 1).isSuccess && !RunOutcome.lost.isSuccess && !RunOutcome.signalled(signal: 15).isSuccess)
    }

    @Test("every reason has a tier from 1 to 6, and every tier has reasons")
    func tiers() {
        #expect(Set(ReasonCode.allCases.map(\.tier)) == Set(1...6))
    }

    @Test(
        "what the submitter must mend leads, then deliberate waits, limits, hardware, order and the scheduler itself",
        arguments: zip(
            [ReasonCode.neverFits, .heldByUser, .agencyQuota, .waitingForPower, .behindHigherPriority, .notYetExamined], 1...6))
    func tierOrder(code: ReasonCode, tier: Int) {
        #expect(code.tier == tier)
    }

    @Test("who can clear a reason is said for each: hardware and order by time, quotas by the agency's admins, holds by who held")
    func fixers() {
        #expect(ReasonCode.waitingForPower.fixableBy == .time)
        #expect(ReasonCode.agencyQuota.fixableBy == .agencyAdmin)
        #expect(ReasonCode.heldByUser.fixableBy == .you)
        #expect(ReasonCode.heldByOperator.fixableBy == .operator)
    }

    @Test("reason codes are frozen: each is its case's name with a capital")
    func reasonWords() {
        for code in ReasonCode.allCases {
            let word = "\(code)"
            #expect(code.rawValue == word.prefix(1).uppercased() + word.dropFirst())
        }
    }
}
