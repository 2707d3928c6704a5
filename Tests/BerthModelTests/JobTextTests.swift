import BerthModel
import Testing

@Suite("Texts of job requests")
struct JobTextTests {
    @Test(
        "arrays are read as Slurm writes them",
        arguments: [
            ("0-3", [0, 1, 2, 3], nil), ("1,3,5-7", [1, 3, 5, 6, 7], nil), ("0-20:5", [0, 5, 10, 15, 20], nil),
            ("0-15%4", Array(0...15), 4),
            ("7", [7], nil), ("3,1,2,2", [1, 2, 3], nil), ("9999999", [9_999_999], nil),
        ] as [(String, [Int], Int?)])
    func arrays(text: String, indexes: [Int], limit: Int?) throws {
        #expect(try ArraySpec(parsing: text) == ArraySpec(indexes: indexes, limit: limit))
    }

    @Test(
        "broken arrays are refused",
        arguments: ["", "%4", "5-3", "1-", "-1", "a", "1-5:0", "1-5%0", "1-5%", "1%2%3", "1--2", "1,,2", "10000000", "1-5:2:2", "+1"])
    func brokenArrays(text: String) {
        #expect(refusal { _ = try ArraySpec(parsing: text) } == .invalidJob)
    }

    @Test("an array of more tasks than allowed is refused, one of just so many is not")
    func arrayLimit() throws {
        #expect(try ArraySpec(parsing: "0-99999").indexes.count == Limits.arrayTasksMax)
        #expect(refusal { _ = try ArraySpec(parsing: "0-100000") } == .invalidJob)
        #expect(refusal { _ = try ArraySpec(parsing: "0-99999,200000") } == .invalidJob)
    }

    @Test("dependencies are read one by one and in Slurm's lists")
    func dependencies() throws {
        #expect(try Dependency(parsing: "afterok:41").description == "afterok:41")
        #expect(
            try Dependency.list(parsing: "afterok:41:42,afterany:43_7").map(\.description) == ["afterok:41", "afterok:42", "afterany:43_7"])
        #expect(try Dependency.list(parsing: "after:1,afternotok:2").map(\.condition) == [.after, .afterNotOK])
    }

    @Test(
        "broken dependencies are refused",
        arguments: ["", "41", "afterok", "afterok:", "afterok:x", "afterok:0", "before:41", "afterok:41:42"])
    func brokenDependencies(text: String) {
        #expect(refusal { _ = try Dependency(parsing: text) } == .invalidJob)
    }

    @Test("a mistyped condition is answered with the nearest one")
    func nearestCondition() {
        let error = #expect(throws: BerthError.self) { try Dependency(parsing: "afterokay:41") }
        #expect(error?.hint == "did you mean \"afterok\"?")
    }

    @Test("devices are asked for by kind and count, alternatives in order")
    func devices() throws {
        #expect(try AcceleratorRequest(parsing: "h200").description == "h200:1")
        #expect(try AcceleratorRequest.alternatives(parsing: "h200:8 | trn2:16").map(\.description) == ["h200:8", "trn2:16"])
    }

    @Test("broken device requests are refused", arguments: ["h200:", "h200:0", "h200:-1", "h200:+8", "h200:x", "h200:8:8", "h200:9999999"])
    func brokenDevices(text: String) {
        #expect(refusal { _ = try AcceleratorRequest(parsing: text) } == .invalidQuantity)
    }

    @Test("a device request without a kind is refused", arguments: ["", ":8", "h 200/8", "h200:8 |"])
    func devicesWithoutKind(text: String) {
        #expect(refusal { _ = try AcceleratorRequest.alternatives(parsing: text) } == .invalidName)
    }

    @Test("replicas are a number or a range", arguments: [("2", 2, 2), ("2..6", 2, 6), ("1..100000", 1, 100_000)])
    func replicas(text: String, min: Int, max: Int) throws {
        #expect(try ReplicaRange(parsing: text) == ReplicaRange(min: min, max: max))
    }

    @Test("broken replicas are refused", arguments: ["", "0", "6..2", "2...6", "2.6", "2.", "..6", "2..", "a", "1..100001", "+2"])
    func brokenReplicas(text: String) {
        #expect(refusal { _ = try ReplicaRange(parsing: text) } == .invalidJob)
    }

    @Test(
        "warning signals are read as Slurm writes them",
        arguments: [("B:USR1@300", 10, 300), ("USR1@300", 10, 300), ("SIGTERM@5m", 15, 300), ("usr2@90s", 12, 90), ("10@1h", 10, 3600)]
            as [(String, Int, Int64)])
    func warnings(text: String, signal: Int, seconds: Int64) throws {
        #expect(try WarningSignal(parsing: text) == WarningSignal(signal: signal, before: .seconds(seconds)))
    }

    @Test("broken warning signals are refused", arguments: ["", "USR1", "@300", "FOO@300", "65@300", "0@300", "USR1@300@2"])
    func brokenWarnings(text: String) {
        #expect(refusal { _ = try WarningSignal(parsing: text) } == .invalidJob)
    }

    @Test(
        "a slip is answered with the nearest known word, a stranger with none",
        arguments: [
            ("h20", "h200"), ("H200", "h200"), ("h2000", "h200"), ("trn22", "trn2"), ("h002", nil), ("zebra", nil), ("", nil),
            (String(repeating: "h", count: 1 << 20), nil),
        ] as [(String, String?)])
    func spelling(word: String, nearest: String?) {
        #expect(Spelling.nearest(to: word, among: ["trn1", "trn2", "h200", "a100-40"]) == nearest)
    }
}
