import BerthExecutors
import BerthModel
import BerthScheduler
import BerthSystem
import Testing

@Suite struct StartTests {
    @Test(
        "a run ends with its program's code or signal",
        arguments: [
            ("exit 0", .exited(code: 0)), ("exit 7", .exited(code: 7)), ("kill -TERM $$", .signalled(signal: 15)),
            ("kill -KILL $$", .signalled(signal: 9)),
        ] as [(String, RunOutcome)])
    func reportsEnds(command: String, expected: RunOutcome) async throws {
        let harness = try Harness()
        let run = harness.run(1)
        #expect(try await harness.outcome(run, command) == expected)
        let reports = harness.reports.of(run)
        #expect(reports.count == 2)
        guard case .started(_, let pid) = reports[0] else {
            Issue.record("the first report is \(reports[0])")
            return
        }
        #expect(pid > 1)
    }

    @Test("a program sees its user's minimal environment, what the order adds, and no other descriptor")
    func environment() async throws {
        let harness = try Harness()
        let run = harness.run(1)
        let outcome = try await harness.outcome(run, "env | sort; pwd -P; umask; ls /proc/self/fd | tr '\\n' ' '; cat") {
            $0.environment = ["CUDA_VISIBLE_DEVICES": "GPU-1,GPU-2", "HOME": "/elsewhere"]
        }
        #expect(outcome == .exited(code: 0))
        let user = Users.name(of: CurrentProcess.user)
        let lines = try harness.output(run).split(separator: "\n").map(String.init)
        let names = lines.prefix { $0.contains("=") }.map { $0.prefix { $0 != "=" } }
        // PWD, and with some shells _ and OLDPWD, are the shell's own.
        #expect(
            Set(names).subtracting(["PWD", "OLDPWD", "_", "SHLVL"])
                == ["BERTH_RUN_DIRECTORY", "CUDA_VISIBLE_DEVICES", "HOME", "LANG", "LOGNAME", "PATH", "SHELL", "USER"])
        #expect(lines.contains("HOME=/elsewhere") && lines.contains("USER=\(user)"))
        #expect(lines.contains("BERTH_RUN_DIRECTORY=\(harness.runDirectory(run).path)"))
        #expect(lines.suffix(3) == [try Files.resolve(harness.work), "0022", "0 1 2 3 "])
    }

    @Test("a script runs by its first line, with its arguments, and cannot be read by others")
    func scripts() async throws {
        let harness = try Harness()
        let (shell, plain) = (harness.run(1), harness.run(2))
        let text = "#!/bin/bash -e\necho \"$# $1|$2\"\nstat -L -c %a /proc/self/fd/100\nfalse\necho unreachable\n"
        let outcome = try await harness.outcome(shell, "") { $0.program = .script(text, arguments: ["a b", "c"]) }
        #expect(outcome == .exited(code: 1))
        #expect(try harness.output(shell) == "2 a b|c\n500\n")
        let other = try await harness.outcome(plain, "") { $0.program = .script("echo plain; exit 3", arguments: []) }
        #expect(other == .exited(code: 3))
        #expect(try harness.output(plain) == "plain\n")
    }

    @Test("errors go to their own file, and a second member of the job adds to the first one's output")
    func output() async throws {
        let harness = try Harness()
        let (first, second) = (harness.run(1), harness.run(1, member: 1))
        for run in [first, second] {
            let outcome = try await harness.outcome(run, "echo out-$A; echo err >&2") {
                $0.output = "shared.out"
                $0.environment = ["A": run.description]
                $0.error = "\(run).err"
            }
            #expect(outcome == .exited(code: 0))
            #expect(try Files.readText("\(harness.work)/\(run).err", limit: 100) == "err\n")
        }
        #expect(try Files.readText("\(harness.work)/shared.out", limit: 100) == "out-\(first)\nout-\(second)\n")
    }

    @Test("what cannot be started says what was wrong with what")
    func failures() async throws {
        let harness = try Harness()
        func failure(_ number: UInt64, _ change: (inout StartOrder) -> Void) async throws -> String {
            let outcome = try await harness.outcome(harness.run(number), "true", change: change)
            guard case .failedToStart(let why) = outcome else { return "\(outcome)" }
            return why
        }
        let program = try await failure(1) { $0.program = .command(["no-such-program"]) }
        #expect(program == "cannot execute no-such-program: no such file or directory")
        let directory = try await failure(2) { $0.directory = "/no/such/place" }
        #expect(directory == "cannot enter /no/such/place: no such file or directory")
        let output = try await failure(3) { $0.output = "missing/out" }
        #expect(output == "cannot open missing/out for output: no such file or directory")
        let link = "\(harness.work)/link"
        let target = "\(harness.work)/planted"
        #expect(try Processes.wait(for: Processes.spawn(SpawnRequest("ln", ["-s", target, link]))) == .exited(0))
        let planted = try await failure(4) { $0.output = link }
        #expect(planted == "cannot open \(link) for output: too many levels of symbolic links")
        #expect(!Files.exists(target))
        let cpu = try await failure(5) { $0.cpus = [60_000] }
        #expect(cpu.hasPrefix("CPUs 60000 cannot be bound: "))
        let probe = try await failure(6) { $0.readiness = Readiness(probe: .tcp) }
        #expect(probe.hasPrefix("job 6 has a readiness probe but no port"))
        #expect(harness.reports.pid(of: harness.run(1)) == nil)
    }

    @Test("a hundred runs at once all end, each once, with their own codes")
    func manyAtOnce() async throws {
        let harness = try Harness()
        let runs = (0..<100).map { harness.run(UInt64($0 + 1)) }
        for (number, run) in runs.enumerated() { harness.executor.start(harness.order(run, "exit \(number)")) }
        for (number, run) in runs.enumerated() { #expect(try await harness.reports.end(of: run) == .exited(code: number)) }
        for run in runs { #expect(harness.reports.outcomes(of: run).count == 1) }
        harness.executor.forget(runs)
        try await eventually("all run directories are gone") { try Files.list("\(harness.state)/runs").isEmpty }
    }
}
