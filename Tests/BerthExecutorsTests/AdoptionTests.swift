import BerthExecutors
import BerthModel
import BerthScheduler
import BerthSystem
import Testing

@Suite struct AdoptionTests {
    @Test("a new daemon finds runs running, ended meanwhile, or never started, and starts none twice")
    func adopts() async throws {
        let harness = try Harness()
        let (running, ended, never) = (harness.run(1), harness.run(2), harness.run(3))
        let orders = [
            harness.order(running, "echo started; while test ! -e go-on; do sleep 0.05; done; exit 5"),
            harness.order(ended, "echo started; while test ! -e end; do sleep 0.05; done; exit 6"),
            harness.order(never, "echo started; exit 7"),
        ]
        orders.prefix(2).forEach(harness.executor.start)
        let pid = try await harness.reports.started(running)
        _ = try await harness.reports.started(ended)
        harness.close()
        try Files.append([], to: "\(harness.work)/end")
        try await eventually("the second run ends") { try !harness.runDirectory(ended).isHeld() }
        harness.reports.clear()

        try harness.open()
        harness.executor.adopt(orders)
        #expect(try await harness.reports.started(running) == pid)
        #expect(try await harness.reports.end(of: ended) == .exited(code: 6))
        #expect(try await harness.reports.end(of: never) == .exited(code: 7))
        #expect(harness.reports.outcomes(of: running).isEmpty)
        try Files.append([], to: "\(harness.work)/go-on")
        #expect(try await harness.reports.end(of: running) == .exited(code: 5))
        for run in [running, ended, never] { #expect(try harness.output(run) == "started\n") }
    }

    @Test("orders and starts may be repeated: a run is started once, whoever starts its supervisor")
    func startsOnce() async throws {
        let harness = try Harness()
        let run = harness.run(1)
        let order = harness.order(run, "echo started; while test ! -e end; do sleep 0.05; done")
        for _ in 0..<5 { harness.executor.start(order) }
        harness.executor.adopt([order])
        _ = try await harness.reports.started(run)
        let supervisor = try LocalExecutor.installedSupervisor()
        let rivals = try (0..<8).map { _ in try Processes.spawn(SpawnRequest(supervisor, [harness.runDirectory(run).path])) }
        for rival in rivals { #expect(try Processes.wait(for: rival) == .exited(0)) }
        try Files.append([], to: "\(harness.work)/end")
        #expect(try await harness.reports.end(of: run) == .exited(code: 0))
        for rival in [try Processes.spawn(SpawnRequest(supervisor, [harness.runDirectory(run).path]))] {
            #expect(try Processes.wait(for: rival) == .exited(0))
        }
        #expect(try harness.output(run) == "started\n")
    }

    @Test("of supervisors that race for one run, one runs it")
    func races() async throws {
        let harness = try Harness()
        let runs = (1...20).map { harness.run(UInt64($0)) }
        let orders = runs.map { harness.order($0, "echo started; sleep 0.2") }
        let supervisor = try LocalExecutor.installedSupervisor()
        orders.forEach(harness.executor.start)
        var rivals: [Int32] = []
        for run in runs {
            try await eventually("the order of \(run) is there") { Files.exists(harness.runDirectory(run).order) }
            for _ in 0..<2 { rivals.append(try Processes.spawn(SpawnRequest(supervisor, [harness.runDirectory(run).path]))) }
        }
        for rival in rivals { #expect(try Processes.wait(for: rival) == .exited(0)) }
        for run in runs {
            #expect(try await harness.reports.end(of: run) == .exited(code: 0))
            #expect(try harness.output(run) == "started\n")
        }
    }

    @Test("a run whose supervisor died while no daemon ran is lost, and is not started again")
    func lostMeanwhile() async throws {
        let harness = try Harness()
        let run = harness.run(1)
        let order = harness.order(run, "setsid \(Harness.lasting) & echo started; \(Harness.lasting)")
        harness.executor.start(order)
        try await harness.wait(for: "started", from: run)
        harness.close()
        let supervisor = try #require(try harness.runDirectory(run).supervisor())
        #expect(try Processes.send(.kill, to: supervisor))
        try await eventually("the supervisor is gone") { try !harness.runDirectory(run).isHeld() }
        try harness.open()
        harness.executor.adopt([order])
        #expect(try await harness.reports.end(of: run) == .lost)
        #expect(try harness.output(run) == "started\n")
        #expect(harness.processes(of: run).isEmpty)
    }

    @Test("a run that is told to end by the next daemon ends")
    func stopsAfterAdoption() async throws {
        let harness = try Harness()
        let run = harness.run(1)
        let order = harness.order(run, Harness.lasting)
        harness.executor.start(order)
        _ = try await harness.reports.started(run)
        harness.close()
        harness.reports.clear()
        try harness.open()
        harness.executor.adopt([order])
        harness.executor.stop(run, grace: .seconds(600), reason: .cancelled)
        #expect(try await harness.reports.end(of: run) == .signalled(signal: 15))
        harness.executor.forget([run])
        try await eventually("its directory is gone") { !Files.exists(harness.runDirectory(run).path) }
    }

    @Test("a run that nobody expects is ended and removed without a report")
    func endsUnexpected() async throws {
        let harness = try Harness()
        let (run, ended) = (harness.run(1), harness.run(2))
        harness.executor.start(harness.order(run, Harness.lasting))
        harness.executor.start(harness.order(ended, "true"))
        _ = try await harness.reports.started(run)
        _ = try await harness.reports.end(of: ended)
        harness.close()
        harness.reports.clear()
        try harness.open()
        harness.executor.adopt([])
        try await eventually("both directories are gone") { try Files.list("\(harness.state)/runs").isEmpty }
        #expect(harness.processes(of: run).isEmpty)
        #expect(harness.reports.of(run).isEmpty && harness.reports.of(ended).isEmpty)
    }

    @Test("damaged records do not hide that a run is lost, and a run without records was not started")
    func damagedRecords() async throws {
        let harness = try Harness()
        let run = harness.run(1)
        try Files.createDirectory(harness.runDirectory(run).path)
        let damaged = [UInt8](repeating: 0, count: 100) + Array("\n{\"at\":1,\"kind\":\"star".utf8)
        try Files.append(damaged, to: harness.runDirectory(run).records)
        harness.executor.adopt([harness.order(run, "true")])
        #expect(try await harness.reports.end(of: run) == .lost)
        #expect(!Files.exists("\(harness.work)/\(run).out"))
    }

    @Test("a run that still lives is not forgotten")
    func forgetsNothingAlive() async throws {
        let harness = try Harness()
        let run = harness.run(1)
        harness.executor.start(harness.order(run, "while test ! -e end; do sleep 0.05; done"))
        _ = try await harness.reports.started(run)
        harness.executor.forget([run])
        try Files.append([], to: "\(harness.work)/end")
        #expect(try await harness.reports.end(of: run) == .exited(code: 0))
    }
}
