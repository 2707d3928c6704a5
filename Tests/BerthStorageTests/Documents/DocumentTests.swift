import BerthModel
import Testing

@testable import BerthStorage

@Suite("documents")
struct DocumentTests {
    private func yaml(_ text: String) throws(BerthError) -> DocumentNode {
        try Document.yaml(text, fileName: "f.yaml", limit: 1 << 20, what: "file").root
    }

    private func json(_ text: String) throws(BerthError) -> DocumentNode {
        try Document.json(Array(text.utf8), fileName: "f.json", limit: 1 << 20, what: "file").root
    }

    /// A form without places, to compare the two readers.
    private func plain(_ node: DocumentNode) -> String {
        switch node.content {
        case .scalar(let text, let isQuoted): isQuoted ? "'\(text)'" : text
        case .list(let items): "[" + items.map(plain).joined(separator: ",") + "]"
        case .mapping(let entries): "{" + entries.map { "\($0.key):\(plain($0.value))" }.joined(separator: ",") + "}"
        case .nothing: "-"
        }
    }

    @Test(
        "JSON reads the same through both readers",
        arguments: [
            #"{"a": 1, "b": [true, false, null], "c": {"d": "x y", "e": ""}}"#,
            #"[]"#, #"{}"#, #"  [ 1 , -2.5 , 1e3 , 0 ]  "#,
            #"{"text": "quote \" slash \/ back \\ line \n tab \t é é", "empty": {}}"#,
            #"{"nested": [[[[["deep"]]]]]}"#,
        ])
    func agree(text: String) throws {
        #expect(try plain(json(text)) == plain(yaml(text)))
    }

    @Test("surrogate pairs become one character")
    func surrogates() throws {
        #expect(try plain(json(#""\ud83d\ude80""#)) == "'🚀'")
        #expect(throws: BerthError.self) { try json(#""\ud83d""#) }
        #expect(throws: BerthError.self) { try json(#""\ude80\ud83d""#) }
    }

    @Test(
        "broken JSON is refused at its place",
        arguments: [
            (#"{"a" 1}"#, "1:6"), ("{\n  \"a\": 01}", "2:8"), (#"{"a": 1,}"#, "1:9"), ("[1, 2", "1:6"), (#"{"a": tru}"#, "1:7"),
            (#"{"a": 1} x"#, "1:10"), ("", "1:1"), (#"{"a": "b"#, "1:9"), (#"{"a": 1, "a": 2}"#, "1:10"), ("[1 2]", "1:4"),
            (#""\x""#, "1:4"),
            ("\"\u{01}\"", "1:2"), (#"{1: 2}"#, "1:2"), ("[-]", "1:3"), ("[1.]", "1:4"), (#""\u00g0""#, "1:4"),
        ])
    func brokenJSON(text: String, place: String) {
        let error = #expect(throws: BerthError.self) { try json(text) }
        #expect(error?.code == .invalidSyntax)
        #expect(error?.field == "f.json:\(place)")
    }

    @Test(
        "broken YAML is refused at its line",
        arguments: [
            ("a: 1\nb: [1, 2\n", 3), ("a: b: c\n", 1), ("a: 1\n\tb: 2\n", 2), ("a: 1\na: 2\n", 1), ("a: 1\n---\nb: 2\n", 2),
            ("a: \"x\n", 2),
            ("a: !danger x\n", 1), ("a: &x 1\nb: *x\n", 1), ("a: *nowhere\n", 1), ("? [a, b]\n: c\n", 1), ("a: \u{1}\n", 1),
        ])
    func brokenYAML(text: String, line: Int) {
        let error = #expect(throws: BerthError.self) { try yaml(text) }
        #expect(error?.code == .invalidSyntax)
        #expect(error?.field?.hasPrefix("f.yaml:\(line):") == true, "\(error.map(String.init(describing:)) ?? "")")
    }

    @Test("text that is not UTF-8 is refused")
    func notUTF8() {
        #expect(throws: BerthError.self) { try Document.json([0x22, 0xFF, 0xFE, 0x22], fileName: nil, limit: 100, what: "file") }
    }

    @Test("a hundred thousand brackets are refused, not followed")
    func deep() {
        for text in [String(repeating: "[", count: 100_000), String(repeating: "{\"a\":", count: 100_000)] {
            #expect(throws: BerthError.self) { try json(text) }
            #expect(throws: BerthError.self) { try yaml(text) }
        }
    }

    @Test("an alias bomb is refused before it is followed")
    func bomb() {
        var text = "a0: &a0 [x, x, x]\n"
        for level in 1...30 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1), *a\(level - 1)]\n" }
        // As a key it would be hashed, in time exponential in its depth.
        text += "? *a30\n: 1\n"
        let error = #expect(throws: BerthError.self) { try yaml(text) }
        #expect(error?.message == "anchors and aliases (&name, *name) are not read")
    }

    @Test("a shell script with ampersands and stars is no bomb")
    func script() throws {
        let lines = (0..<100).map { "  work\($0) & rm -f *.tmp && echo *done & echo \"&x\"\n" }.joined()
        #expect(try plain(yaml("script: |\n" + lines)).contains("work99"))
    }

    @Test("too many bytes are refused unread")
    func limit() {
        let error = #expect(throws: BerthError.self) { try Document.yaml("a: 1", fileName: "f.yaml", limit: 3, what: "file") }
        #expect(error?.code == .bodyTooLarge)
    }

    @Test("a pointer leads to the place and back")
    func pointers() throws {
        let root = try json("{\n \"a\": [1, {\"b/c\": true}],\n \"d\": 2}")
        #expect(root.position(of: "/a/1") == DocumentPosition(line: 2, column: 11))
        #expect(root.pointer(to: DocumentPosition(line: 2, column: 11)) == "/a/1")
        #expect(root.pointer(to: DocumentPosition(line: 2, column: 19)) == "/a/1/b~1c")
        #expect(root.pointer(to: DocumentPosition(line: 3, column: 2)) == "/d")
        #expect(root.pointer(to: .start) == "")
    }

    @Test("a map of many keys still finds the second of two equal ones")
    func manyKeys() throws {
        let keys = (0..<5000).map { "\"k\($0)\": 1" }
        #expect(throws: Never.self) { try json("{" + keys.joined(separator: ",") + "}") }
        for twice in [0, 14, 15, 16, 17, 4999] {
            #expect(throws: BerthError.self) { try json("{" + (keys + ["\"k\(twice)\": 2"]).joined(separator: ",") + "}") }
        }
    }
}
