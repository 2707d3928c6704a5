import BerthExecutors
import BerthModel
import BerthScheduler
import BerthSystem
import Testing

@Suite struct ReadinessTests {
    private func order(_ harness: Harness, _ run: RunID, _ probe: Readiness.Probe, port: UInt16? = nil) -> StartOrder {
        harness.order(run, Harness.lasting) {
            $0.isService = true
            $0.port = port.map(Int.init)
            $0.readiness = Readiness(probe: probe, interval: .milliseconds(20), timeout: .seconds(600), failureThreshold: 2)
        }
    }

    private func waitForReady(_ harness: Harness, _ run: RunID) async throws {
        try await harness.reports.wait("ready", for: run) { $0 == .ready(run) }
    }

    private func waitForUnready(_ harness: Harness, _ run: RunID) async throws -> String {
        try await harness.reports.wait("unready", for: run) { if case .unready = $0 { true } else { false } }
        return harness.reports.of(run).compactMap { if case .unready(_, let why) = $0 { why } else { nil } }[0]
    }

    private func stop(_ harness: Harness, _ run: RunID) async throws {
        harness.executor.stop(run, grace: .seconds(600), reason: .cancelled)
        #expect(try await harness.reports.end(of: run) == .signalled(signal: 15))
    }

    @Test("a replica is ready when its path answers 200 to 399, and unready when it does not any more")
    func http() async throws {
        let harness = try Harness()
        let run = harness.run(1)
        let server = try HTTPStandIn(status: 503)
        harness.executor.start(order(harness, run, .http(path: "/healthz?deep=1"), port: server.port))
        try await eventually("the server is asked three times") { server.requests.count > 3 }
        #expect(harness.reports.of(run).allSatisfy { if case .started = $0 { true } else { false } })
        server.answer(with: 204)
        try await waitForReady(harness, run)
        #expect(server.requests.allSatisfy { $0.hasPrefix("GET /healthz?deep=1 HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n") })
        server.answer(with: 500)
        #expect(try await waitForUnready(harness, run) == "the answer was 500")
        try await stop(harness, run)
        server.close()
    }

    @Test("a replica is ready when its port accepts, and unready when it does not any more")
    func tcp() async throws {
        let harness = try Harness()
        let run = harness.run(1)
        // It has to take the connections: a listener that does not is full after a second of probes, and answers no more.
        let server = try HTTPStandIn(status: 200)
        harness.executor.start(order(harness, run, .tcp, port: server.port))
        try await waitForReady(harness, run)
        server.close()
        #expect(try await waitForUnready(harness, run).hasSuffix("connection refused"))
        try await stop(harness, run)
    }

    @Test("a replica is ready when its command exits with 0 in the job's own environment")
    func command() async throws {
        let harness = try Harness()
        let run = harness.run(1)
        let mark = "\(harness.work)/serving"
        let command = "test -e serving && test \"$BERTH_RUN_DIRECTORY\" = \(harness.runDirectory(run).path)"
        harness.executor.start(order(harness, run, .command(["sh", "-c", command])))
        _ = try await harness.reports.started(run)
        try Files.append([], to: mark)
        try await waitForReady(harness, run)
        try Files.remove(mark)
        #expect(try await waitForUnready(harness, run) == "the command exited with 1")
        try await stop(harness, run)
    }

    @Test("a probe that hangs is given up, and what it started is killed")
    func hanging() async throws {
        let harness = try Harness()
        let run = harness.run(1)
        let mark = "\(harness.work)/hang"
        var order = order(harness, run, .command(["sh", "-c", "test -e hang || exit 0; \(Harness.lasting) & \(Harness.lasting)"]))
        order.readiness?.timeout = .seconds(2)
        harness.executor.start(order)
        try await waitForReady(harness, run)
        try Files.append([], to: mark)
        #expect(try await waitForUnready(harness, run) == "the command did not end within 2000 ms")
        try await stop(harness, run)
        #expect(harness.processes(of: run).isEmpty)
    }
}
