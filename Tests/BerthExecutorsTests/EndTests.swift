import BerthExecutors
import BerthModel
import BerthScheduler
import BerthSystem
import Testing

@Suite struct EndTests {
    @Test("when the program ends, everything it started ends with it, in whatever session it hides")
    func nothingIsLeft() async throws {
        let harness = try Harness()
        let run = harness.run(1)
        let stubborn = "(setsid sh -c 'trap \"\" TERM HUP; \(Harness.lasting) & \(Harness.lasting); true' &)"
        let command = "\(Harness.lasting) & setsid \(Harness.lasting) & \(stubborn); sleep 0.2; exit 4"
        #expect(try await harness.outcome(run, command) == .exited(code: 4))
        #expect(harness.processes(of: run).isEmpty)
    }

    @Test("a run that is told to end gets TERM, as a whole group")
    func stops() async throws {
        let harness = try Harness()
        let run = harness.run(1)
        let command = "sh -c 'trap \"echo inner; exit\" TERM; echo on; while :; do sleep 0.1; done' & wait"
        harness.executor.start(harness.order(run, command) { $0.error = "errors" })
        try await harness.wait(for: "on", from: run)
        harness.executor.stop(run, grace: .seconds(600), reason: .cancelled)
        #expect(try await harness.reports.end(of: run) == .signalled(signal: 15))
        #expect(try harness.output(run) == "on\ninner\n" || harness.output(run) == "on\n")
        #expect(harness.processes(of: run).isEmpty)
    }

    @Test("a program that ignores TERM is killed after its grace, and one may be told twice")
    func kills() async throws {
        let harness = try Harness()
        let run = harness.run(1)
        harness.executor.start(harness.order(run, "trap 'echo told' TERM; echo on; while :; do sleep 0.1; done"))
        try await harness.wait(for: "on", from: run)
        harness.executor.stop(run, grace: .seconds(600), reason: .cancelled)
        try await harness.wait(for: "told", from: run)
        harness.executor.stop(run, grace: .milliseconds(100), reason: .cancelled)
        #expect(try await harness.reports.end(of: run) == .signalled(signal: 9))
        #expect(harness.reports.outcomes(of: run).count == 1)
    }

    @Test("a run that is told to end before its program runs never runs it")
    func stopsBeforeTheStart() async throws {
        let harness = try Harness()
        let (run, unknown) = (harness.run(1), harness.run(2))
        try Files.createDirectory(harness.runDirectory(run).path)
        try Files.append(#"{"signal":15,"grace_ms":0,"reason":"cancelled"}"#.utf8, to: harness.runDirectory(run).stop)
        #expect(try await harness.outcome(run, "echo ran") == .signalled(signal: 15))
        #expect(!Files.exists("\(harness.work)/\(run).out"))
        harness.executor.stop(unknown, grace: .zero, reason: .cancelled)
        #expect(try await harness.reports.end(of: unknown) == .failedToStart("it was told to end before it was started"))
    }

    @Test("a time limit warns first, then ends the run, whatever code it leaves with")
    func timeLimit() async throws {
        let harness = try Harness()
        let run = harness.run(1)
        let command = "trap 'echo saving' USR1; trap 'echo end; exit 0' TERM; while :; do sleep 0.05; done"
        let outcome = try await harness.outcome(run, command) {
            // The shell has its own word to say about a child that got the signal too.
            $0.error = "errors"
            // Five seconds for the shell to set its traps, one to write its word.
            $0.timeLimit = .seconds(6)
            $0.warning = WarningSignal(signal: 10, before: .seconds(1))
        }
        #expect(outcome == .timedOut)
        #expect(try harness.output(run) == "saving\nend\n")
    }

    @Test("a program that ignores the end of its time is killed")
    func timeLimitKills() async throws {
        let harness = try Harness()
        let run = harness.run(1)
        let outcome = try await harness.outcome(run, "trap '' TERM; while :; do sleep 0.05; done") {
            $0.timeLimit = .milliseconds(200)
            $0.grace = .milliseconds(200)
        }
        #expect(outcome == .timedOut)
    }

    @Test("when the supervisor is killed the job dies with it, descendants too, and the run is lost")
    func supervisorKilled() async throws {
        let harness = try Harness()
        let run = harness.run(1)
        // One that is hard to find: it becomes another program over and over. It ends with its file at the latest.
        try Files.append("exec /bin/sh \"$0\"\n".utf8, to: "\(harness.work)/again")
        let others = "setsid \(Harness.lasting) & setsid sh again & \(Harness.lasting) &"
        harness.executor.start(harness.order(run, "\(others) echo on; \(Harness.lasting)"))
        try await harness.wait(for: "on", from: run)
        let supervisor = try #require(try harness.runDirectory(run).supervisor())
        #expect(try Processes.send(.kill, to: supervisor))
        #expect(try await harness.reports.end(of: run) == .lost)
        #expect(harness.processes(of: run).isEmpty)
    }
}
