import BerthExecutors
import BerthModel
import BerthScheduler
import BerthSystem
import Testing

/// What only root can do: run jobs as somebody else.
@Suite(.enabled(if: CurrentProcess.user == 0)) struct UserTests {
    private static let nobody = try? Users.user(named: "nobody")

    private func asNobody(_ order: inout StartOrder) throws {
        let nobody = try #require(UserTests.nobody)
        order.submitter = Submitter(uid: nobody.id, gid: nobody.primaryGroup, user: nobody.name)
    }

    @Test("root runs a job as its submitter: user, groups, environment and output file are the submitter's")
    func dropsToTheSubmitter() async throws {
        let harness = try Harness()
        let nobody = try #require(UserTests.nobody)
        let run = harness.run(1)
        let command = "id -u; id -g; id -G; echo $USER $HOME; grep -E '^Cap(Eff|Prm)' /proc/self/status"
        var order = harness.order(run, command)
        try asNobody(&order)
        harness.executor.start(order)
        #expect(try await harness.reports.end(of: run) == .exited(code: 0))
        let groups = try Users.groups(of: nobody).map(String.init).joined(separator: " ")
        let none = "0000000000000000"
        #expect(
            try harness.output(run)
                == "\(nobody.id)\n\(nobody.primaryGroup)\n\(groups)\nnobody \(nobody.home)\nCapPrm:\t\(none)\nCapEff:\t\(none)\n")
        let status = try #require(try Files.status("\(harness.work)/\(run).out"))
        #expect(status.owner == nobody.id && status.group == nobody.primaryGroup && status.permissions == 0o644)
    }

    @Test("output is opened as the submitter: where that user may not write, the job does not start")
    func outputIsTheUsers() async throws {
        let harness = try Harness()
        let closed = "\(harness.work)/closed"
        try Files.createDirectory(closed, permissions: 0o755)
        let run = harness.run(1)
        var order = harness.order(run, "true") { $0.output = "\(closed)/out" }
        try asNobody(&order)
        harness.executor.start(order)
        #expect(try await harness.reports.end(of: run) == .failedToStart("cannot open \(closed)/out for output: permission denied"))
        #expect(try Files.list(closed).isEmpty)
    }

    @Test("the submitter's script runs, and the state directory stays closed to the submitter")
    func scriptsAndState() async throws {
        let harness = try Harness()
        let run = harness.run(1)
        var order = harness.order(run, "")
        order.program = .script("#!/bin/sh\nid -u\nls \(harness.state) 2>/dev/null || echo closed\n", arguments: [])
        try asNobody(&order)
        harness.executor.start(order)
        #expect(try await harness.reports.end(of: run) == .exited(code: 0))
        #expect(try harness.output(run) == "\(try #require(UserTests.nobody).id)\nclosed\n")
    }

    @Test("a submitter without an entry in the user database has no group but its own")
    func strangers() async throws {
        let harness = try Harness()
        let run = harness.run(1)
        let order = harness.order(run, "id -u; id -G; echo $USER $HOME") {
            $0.submitter = Submitter(uid: 3_000_000_001, gid: 3_000_000_002, user: "3000000001")
        }
        harness.executor.start(order)
        #expect(try await harness.reports.end(of: run) == .exited(code: 0))
        #expect(try harness.output(run) == "3000000001\n3000000002\n3000000001 /\n")
    }

    @Test("a submitter's job dies with its supervisor although it has changed user, without any daemon")
    func diesWithTheSupervisor() async throws {
        let harness = try Harness()
        let run = harness.run(1)
        var order = harness.order(run, "echo on; exec \(Harness.lasting)")
        try asNobody(&order)
        harness.executor.start(order)
        try await harness.wait(for: "on", from: run)
        let program = try #require(harness.processes(of: run).first)
        let supervisor = try #require(try harness.runDirectory(run).supervisor())
        harness.close()
        #expect(program.isAlive)
        try Processes.send(.kill, to: supervisor)
        try await eventually("the program has ended") { !program.isAlive }
    }
}
