import BerthExecutors
import BerthModel
import BerthScheduler
import BerthSystem
import Testing

@Suite struct ScrubTests {
    private func order(_ number: UInt64, _ script: String?, within time: Duration = .seconds(600)) throws -> ScrubOrder {
        ScrubOrder(
            node: try NodeName("this"), number: number, from: nil, to: try LabelName("il5"),
            command: script.map { ["sh", "-c", $0] } ?? [],
            time: time)
    }

    private func failure(of number: UInt64, _ harness: Harness) async throws -> String? {
        var found: String??
        try await eventually("scrub \(number) is reported") {
            found = harness.reports.scrubs.first { $0.number == number }.map(\.failure)
            return found != nil
        }
        return found ?? nil
    }

    @Test("a scrub program that exits with 0 is told which host changes to which label, and its output is kept")
    func succeeds() async throws {
        let harness = try Harness()
        harness.executor.scrub(try order(1, "echo \"$BERTH_NODE from [$BERTH_LABEL_FROM] to $BERTH_LABEL_TO\""))
        #expect(try await failure(of: 1, harness) == nil)
        #expect(try Files.readText("\(harness.state)/scrub-this.log", limit: 4096) == "this from [] to il5\n")
    }

    @Test("a program that fails, dies, is not there or takes too long is reported with the reason, and leaves no process")
    func fails() async throws {
        let harness = try Harness()
        harness.executor.scrub(try order(1, "exit 3"))
        #expect(try await failure(of: 1, harness) == "its program exited with 3")
        harness.executor.scrub(try order(2, "kill -9 $$"))
        #expect(try await failure(of: 2, harness) == "its program was ended by signal 9")
        var missing = try order(3, nil)
        missing.command = ["/nowhere/scrub"]
        harness.executor.scrub(missing)
        #expect(try await failure(of: 3, harness) != nil)
        harness.executor.scrub(
            try order(4, "BERTH_SCRUB_TEST=\(harness.state); export BERTH_SCRUB_TEST; sleep 600 & wait", within: .seconds(1)))
        #expect(try await failure(of: 4, harness) == "its program had not ended after 1s")
        // The signal has reached all of them; only the end of the first one was waited for.
        try await eventually("none of its processes is left") { Processes.withEnvironment("BERTH_SCRUB_TEST", harness.state).isEmpty }
    }

    @Test("an order that comes again while its scrub is at work does not run it twice")
    func idempotent() async throws {
        let harness = try Harness()
        let script = "echo run >> \(harness.work)/runs; while test ! -e \(harness.work)/go-on; do sleep 0.05; done"
        for _ in 0..<3 { harness.executor.scrub(try order(7, script, within: .seconds(3600))) }
        try Files.append([], to: "\(harness.work)/go-on")
        #expect(try await failure(of: 7, harness) == nil)
        #expect(try Files.readText("\(harness.work)/runs", limit: 4096) == "run\n")
        #expect(harness.reports.scrubs.count == 1)
    }

    @Test("without a program the host only rests")
    func rests() async throws {
        let harness = try Harness()
        harness.executor.scrub(try order(1, nil, within: .milliseconds(300)))
        #expect(try await failure(of: 1, harness) == nil)
    }
}
