import BerthSystem
import Testing

@testable import berth_supervisor

@Suite struct SupervisorPartsTests {
    @Test(
        "a script is run by the rules of execve: one interpreter, the rest of the line as one argument",
        arguments: [
            ("#!/bin/bash\necho", ["/bin/bash", "S"]), ("#!/bin/bash -e -u \necho", ["/bin/bash", "-e -u", "S"]),
            ("#!  /usr/bin/env\tpython3", ["/usr/bin/env", "python3", "S"]), ("#!/bin/sh\r\nx", ["/bin/sh", "S"]),
            ("echo", ["/bin/sh", "S"]), ("#!\necho", ["/bin/sh", "S"]), ("", ["/bin/sh", "S"]), ("#!   \n", ["/bin/sh", "S"]),
        ])
    func interpreters(script: String, expected: [String]) {
        #expect(ScriptInterpreter.command(for: script, at: "S") == expected)
    }

    @Test(
        "the status of a response is its second word",
        arguments: [
            ("HTTP/1.1 200 OK\r\n", 200), ("HTTP/1.0 404", 404), ("HTTP/1.1 20", nil), ("HTTP/2 200 OK", nil), ("SSH-2.0-OpenSSH", nil),
            ("HTTP/1.1 9999", nil), ("HTTP/1.1 -20", nil), ("", nil),
        ] as [(String, Int?)])
    func statuses(text: String, status: Int?) {
        #expect(HTTPProbe.status(Array(text.utf8)) == status)
    }

    private func limit(_ limit: Int64?, warning: Int64? = nil) -> TimeLimit? {
        var order = RunOrder(run: "1.1.0.1", command: ["true"], environment: [:], directory: "/", output: "out", grace: 0)
        order.timeLimit = limit
        order.warning = warning.map { RunOrder.Warning(signal: 10, before: $0) }
        return TimeLimit(order, from: 1000)
    }

    @Test("a time limit is due once, after its warning, and a late warning still comes first")
    func timeLimits() throws {
        #expect(limit(nil, warning: 5) == nil)
        var plain = try #require(limit(100))
        #expect(plain.next == 1100 && plain.due(at: 1099) == nil)
        #expect(plain.due(at: 1100) == .end)
        #expect(plain.next == nil && plain.due(at: 9999) == nil)

        var warned = try #require(limit(100, warning: 30))
        #expect(warned.next == 1070)
        #expect(warned.due(at: 5000) == .warning(.user1))
        #expect(warned.next == 1100 && warned.due(at: 5000) == .end)

        let long = try #require(limit(100, warning: 300))
        #expect(long.next == 1000)
    }
}
