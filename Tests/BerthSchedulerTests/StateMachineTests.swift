import BerthModel
import BerthPolicy
import BerthScheduler
import Testing

/// The table of `docs/spec/job-events.md`, event by event.
@Suite("Job state machine")
struct StateMachineTests {
    private static let id = JobID(number: 1)
    private static let run = RunID(job: id, attempt: 1, member: 0, run: 1)

    private static func placement(_ member: Int = 0) -> MemberPlacement {
        MemberPlacement(member: member, node: NodeName(literal: "n"), kind: nil, devices: [], cores: [], memory: [], watts: .zero)
    }

    private static let submitted = JobEvent.submitted(
        JobEvent.Submission(spec: Samples.job(), submitter: Samples.ann.submitter, agency: Samples.noaa, key: nil))
    private static let placed = JobEvent.placed(attempt: 1, members: [placement()])

    /// A state after some events, as the journal would give it.
    private func state(_ events: [JobEvent], _ first: JobEvent = submitted) throws -> SchedulerState {
        var state = SchedulerState()
        for (index, event) in ([first] + events).enumerated() {
            try state.apply(
                JournalEntry(sequence: UInt64(index + 1), time: Timestamp(milliseconds: Int64(index)), record: .job(Self.id, event)))
        }
        return state
    }

    private static let histories: [(JobState, [JobEvent])] = [
        (.pending, []), (.held, [.held(by: .user)]), (.starting, [placed]), (.running, [placed, .started(run, pid: 1)]),
        (.stopping, [placed, .started(run, pid: 1), .stopping(.requeued, by: "ann")]),
        (.cancelled, [.ended(.cancelled, exitCode: nil, why: "")]),
    ]

    private static let events: [(JobEvent, Set<JobState>)] = [
        (submitted, []), (.held(by: .user), [.pending]), (.held(by: .operator), [.pending, .held]), (.released(by: "ann"), [.held]),
        (placed, [.pending]), (.placed(attempt: 2, members: [placement()]), []),
        (.placed(attempt: 1, members: [placement(), placement(1)]), []),
        (.started(run, pid: 2), [.starting]), (.started(RunID(job: id, attempt: 1, member: 0, run: 2), pid: 2), []),
        (.ready(run), []), (.unready(run, why: ""), []), (.exited(run, .lost), [.starting, .running, .stopping]),
        (.exited(RunID(job: id, attempt: 2, member: 0, run: 1), .lost), []),
        (.restartPlanned(RunID(job: id, attempt: 1, member: 0, run: 2), at: Timestamp(milliseconds: 99)), []),
        (.stopping(.memberLost, by: ""), [.starting, .running]), (.stopping(.cancelled, by: ""), [.starting, .running, .stopping]),
        (.requeued(attempt: 1, why: ""), []), (.ended(.succeeded, exitCode: 0, why: ""), []),
        (.ended(.cancelled, exitCode: nil, why: ""), [.pending, .held]),
        (.ended(.unsatisfiable, exitCode: nil, why: ""), [.pending, .held]), (.ended(.running, exitCode: nil, why: ""), []),
        (.updated(priority: 1, time: nil, by: ""), [.pending, .held, .starting, .running, .stopping]),
        (.updated(priority: nil, time: .seconds(1), by: ""), [.pending, .held]),
    ]

    @Test("each event is taken in exactly the states that the specification lists", arguments: histories)
    func table(state name: JobState, history: [JobEvent]) throws {
        let state = try state(history)
        #expect(state.jobs[Self.id]?.state == name)
        for (event, permitted) in Self.events {
            var after = state
            let entry = JournalEntry(sequence: state.sequence + 1, time: Timestamp(milliseconds: 50), record: .job(Self.id, event))
            if permitted.contains(name) {
                #expect(throws: Never.self, "\(name.rawValue): \(event)") { try after.apply(entry) }
            } else {
                let error = refusal { try after.apply(entry) }
                #expect(error?.code == .stateCorrupt, "\(name.rawValue): \(event)")
                #expect(after.canonicalDump == state.canonicalDump, "a refused event changes nothing: \(event)")
            }
        }
    }

    @Test("an attempt whose members are all over is requeued or ended")
    func afterExit() throws {
        let state = try state([Self.placed, .started(Self.run, pid: 1), .exited(Self.run, .exited(code: 1))])
        for (event, expected) in [
            (JobEvent.requeued(attempt: 1, why: ""), JobState.pending), (.ended(.failed, exitCode: 1, why: ""), .failed),
            (.ended(.timedOut, exitCode: nil, why: ""), .timedOut),
        ] {
            var after = state
            try after.apply(JournalEntry(sequence: 5, time: Timestamp(milliseconds: 9), record: .job(Self.id, event)))
            #expect(after.jobs[Self.id]?.state == expected)
        }
    }

    @Test("gaps, repeats and steps back in the journal are found")
    func order() throws {
        let state = try state([])
        let again = JournalEntry.Record.job(JobID(number: 2), Self.submitted)
        for (sequence, time, record) in [
            (3, 5, again), (1, 5, again), (2, -1, again), (2, 5, .job(JobID(number: 3), Self.submitted)),
            (2, 5, .job(JobID(number: 9), Self.placed)),
        ] as [(UInt64, Int64, JournalEntry.Record)] {
            var after = state
            #expect(
                refusal { try after.apply(JournalEntry(sequence: sequence, time: Timestamp(milliseconds: time), record: record)) }?.code
                    == .stateCorrupt)
        }
    }
}
