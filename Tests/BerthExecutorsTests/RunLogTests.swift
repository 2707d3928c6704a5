import BerthModel
import BerthSystem
import Testing

@testable import berth_supervisor

@Suite struct RunLogTests {
    private func directory() throws -> RunDirectory {
        let path = "\(Environment.value(of: "TMPDIR") ?? "/tmp")/berth-run-log-\(UniqueName.random())"
        try Files.createDirectory(path)
        return RunDirectory(path: path)
    }

    @Test("records are lines of JSON in the order they were noted, and the last one closes the run")
    func writesLines() throws {
        let directory = try directory()
        defer { try? Files.removeTree(directory.path) }
        let log = try RunLog(directory)
        try log.append(.starting(supervisor: ProcessIdentity(pid: 7, startTime: 8)))
        log.note(.unready(why: "a \"reason\"\nof two lines"))
        log.note(.exited(.signalled(.terminate), reason: "cancelled"))
        #expect(log.retryAt == nil && log.flush())
        let lines = try Files.readText(directory.records, limit: 10_000).split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines[0].hasSuffix(#""kind":"starting","pid":7,"start_time":8}"#))
        #expect(lines[1].hasSuffix(#""kind":"unready","why":"a \"reason\"\nof two lines"}"#))
        #expect(lines[2].hasSuffix(#""kind":"exited","reason":"cancelled","signal":15}"#))
    }

    @Test(
        "with a full disk a start fails without a trace, and what happens to a running program is written when there is room",
        .enabled(if: CurrentProcess.user == 0))
    func survivesAFullDisk() throws {
        let directory = try directory()
        defer { try? Files.removeTree(directory.path) }
        func mount(_ program: String, _ arguments: [String]) throws -> ProcessEnd {
            try Processes.wait(for: Processes.spawn(SpawnRequest(program, arguments)))
        }
        // A host may forbid mounts even to root; then there is nothing to test on it.
        guard try mount("mount", ["-t", "tmpfs", "-o", "size=64k", "berth-test", directory.path]) == .exited(0) else { return }
        defer { _ = try? mount("umount", [directory.path]) }

        let log = try RunLog(directory)
        try log.append(.starting(supervisor: ProcessIdentity(pid: 7, startTime: 8)))
        let filler = "\(directory.path)/filler"
        #expect(throws: SystemError.self) { try Files.append([UInt8](repeating: 1, count: 1 << 20), to: filler, durably: false) }
        // The page that holds the first record has room for some more.
        while log.retryAt == nil { log.note(.unready(why: String(repeating: "x", count: 100))) }
        let full = try Files.readText(directory.records, limit: 100_000)
        #expect(full.hasSuffix("\"}\n"))
        let long = RunRecord.Event.unready(why: String(repeating: "y", count: 5000))
        #expect(throws: SystemError.self) { try RunLog(directory).append(long) }
        #expect(try Files.readText(directory.records, limit: 100_000) == full)

        log.note(.exited(.exited(3), reason: "own"))
        #expect(!log.flush())
        try Files.remove(filler)
        #expect(log.flush() && log.retryAt == nil)
        let lines = try Files.readText(directory.records, limit: 100_000).split(separator: "\n")
        #expect(lines.last?.hasSuffix(#""code":3,"kind":"exited","reason":"own"}"#) == true)
        #expect(lines.allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
    }
}
