import BerthModel
import BerthPolicy
import BerthScheduler
import BerthStorage

/// Entries to fill journals with.
enum Samples {
    static let run = RunID(job: JobID(number: 7, task: 3), attempt: 2, member: 1, run: 4)

    /// Every case of `JobEvent`, and every field of it.
    static func events() throws -> [JobEvent] {
        let spec = try JobFile.decode(
            """
            name: "all é🚀"
            class: service
            agency: noaa
            queue: serve
            command: [serve, "--a=b c", ""]
            workload: claude-serving
            replicas: {min: 2, max: 6}
            accelerators: {any: [h200:8, trn2:16]}
            cpus: 0.25
            memory: 1500 MiB
            time: 90m
            signal: USR1@5m
            grace: 2s
            power_cap: 500 W
            dependencies: ["afterok:41", "after:4_2"]
            environment: {A: "x/y", B: ""}
            directory: /srv
            output: o
            error: e
            priority: -3
            requeue: true
            readiness: {http: /healthz}
            node_list: "h-[1-2]"
            exclude: t-1
            labels: {k: v}
            simulate: {duration: 3s, exit: 2}
            """, fileName: nil)
        let member = MemberPlacement(
            member: 1, node: try NodeName("h-1"), kind: try KindName("h200"), devices: [0, 7],
            cores: [.init(numaNode: 1, core: 3, eighths: 8)],
            memory: [.init(numaNode: 1, mebibytes: 2048)], watts: Watts(milliwatts: 1_234_567), port: 20_001)
        return [
            .submitted(
                .init(spec: spec, submitter: Submitter(uid: 1000, gid: 100, user: "user1"), agency: try AgencyName("noaa"), key: "k-1")),
            .held(by: .user), .held(by: .operator), .released(by: "user1"), .placed(attempt: 2, members: [member]),
            .started(run, pid: 4711), .ready(run),
            .unready(run, why: "503"), .exited(run, .exited(code: 3)), .exited(run, .signalled(signal: 9)), .exited(run, .timedOut),
            .exited(run, .failedToStart("no such file")), .exited(run, .lost), .restartPlanned(run, at: Timestamp(milliseconds: 99)),
            .displaced(run), .stopping(.memberLost, by: "berthd"), .requeued(attempt: 2, why: "node lost"),
            .ended(.timedOut, exitCode: nil, why: "time limit"),
            .ended(.failed, exitCode: 137, why: ""), .updated(priority: 5, time: .seconds(60), by: "user1"),
            .updated(priority: nil, time: nil, by: "root"),
        ]
    }

    static func entries() throws -> [JournalEntry] {
        let text = "schema: 1\npower: {site: {budget: 1 MW}}\n"
        let revision = PolicyRevision(
            number: 1, text: text, by: "root", at: Timestamp(milliseconds: 1000), policy: try PolicyFile.decode(text, fileName: nil))
        var records: [JournalEntry.Record] = [.policyApplied(revision)]
        records += try events().map { .job(JobID(number: 7, task: 3), $0) }
        records.append(.nodeDrained(try NodeName("h-1"), reason: "fan \"3\"", by: "root"))
        records.append(.nodeUndrained(try NodeName("h-1"), by: "root"))
        records.append(.nodeLost(try NodeName("h-1")))
        records.append(.nodeBack(try NodeName("h-1"), heldUntil: nil))
        records.append(.nodeBack(try NodeName("h-1"), heldUntil: Timestamp(milliseconds: 1_800_000)))
        records.append(.nodeSteady(try NodeName("h-1")))
        return records.enumerated().map {
            JournalEntry(sequence: UInt64($0 + 1), time: Timestamp(milliseconds: Int64($0 + 1) * 1000), record: $1)
        }
    }

    /// Short entries, numbered on from `first`.
    static func short(_ count: Int, from first: UInt64 = 1) -> [JournalEntry] {
        (0..<UInt64(count)).map {
            JournalEntry(
                sequence: first + $0, time: Timestamp(milliseconds: Int64(first + $0)),
                record: .job(JobID(number: first + $0), .held(by: .user)))
        }
    }
}
