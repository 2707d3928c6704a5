import BerthModel
import Foundation
import Testing

@testable import BerthHost

@Suite("The JSON reader")
struct JSONReaderTests {
    @Test("reads every kind of value")
    func values() throws {
        let text = #" {"a": [1, -2, 1.5, 1e3, 0], "b": {"c": null, "d": true, "e": false}, "f": "x\"\\\/\b\f\n\r\té😀", "a2": []} "#
        let value = try JSONReader.read(text)
        #expect(value["a"] == .array([.integer(1), .integer(-2), .real(1.5), .real(1000), .integer(0)]))
        #expect(value["b"] == .object(["c": .null, "d": .bool(true), "e": .bool(false)]))
        #expect(value["b"]?["c"] == nil)
        #expect(value["f"]?.string == "x\"\\/\u{8}\u{c}\n\r\té😀")
        #expect(try JSONReader.read(#""A😀""#) == .string("A😀"))
        #expect(try JSONReader.read("9223372036854775807") == .integer(.max))
    }

    @Test(
        "refuses broken text, saying where",
        arguments: [
            ("", "1:1"), ("{", "1:2"), ("[1,]", "1:4"), ("[1 2]", "1:4"), ("{\"a\" 1}", "1:6"), ("{a:1}", "1:2"), ("\"abc", "1:5"),
            ("tru", "1:1"),
            ("01", "1:1"), ("1.", "1:1"), ("-", "1:1"), ("[1]x", "1:4"), ("\"\\q\"", "1:4"), ("\"\\ud800\"", "1:8"), ("\"\\u12\"", "1:4"),
            ("[\n1,\n nul]", "3:2"), ("\"a\nb\"", "1:3"), ("1e999", "1:6"), ("nan", "1:1"), ("[1}", "1:3"),
        ])
    func refusal(text: String, place: String) {
        let error = #expect(throws: BerthError.self) { try JSONReader.read(text) }
        #expect(error?.code == .invalidSyntax)
        #expect(error?.field == place, "for \(text)")
    }

    @Test("bounds the depth, so that a hostile listing cannot exhaust the stack")
    func depth() throws {
        let limit = JSONReader.depthMax
        func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
        _ = try JSONReader.read(nested(limit))
        for depth in [limit + 1, 1_000_000] {
            let error = #expect(throws: BerthError.self) { try JSONReader.read(nested(depth)) }
            #expect(error?.message.contains("deeper") ?? false)
        }
    }

    @Test("reads back what Foundation writes, for 300 random documents")
    func twin() throws {
        var random = SeededGenerator(seed: 23)
        for _ in 0..<300 {
            let (value, object) = Self.document(depth: 4, using: &random)
            let data = try JSONSerialization.data(withJSONObject: object, options: [.fragmentsAllowed])
            #expect(try JSONReader.read(String(decoding: data, as: UTF8.self)) == value)
        }
    }

    @Test("never crashes on damaged text, and never accepts what Foundation refuses, for 3000 random damages")
    func damage() throws {
        var random = SeededGenerator(seed: 37)
        let good = Array(#"{"neuron_device": 0, "bdf": "cc:00.0", "connected_to": [12, 3.5e2, null], "é": {"x": [true, false, "A"]}}"#.utf8)
        for _ in 0..<3000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes.remove(at: place)
                case 1: bytes[place] = UInt8.random(in: 0x20...0x7e, using: &random)
                default: bytes.removeSubrange(place...)
                }
                if bytes.isEmpty { bytes = [0x20] }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            guard (try? JSONReader.read(text)) != nil else { continue }
            #expect(throws: Never.self, "accepted: \(text)") {
                try JSONSerialization.jsonObject(with: Data(text.utf8), options: [.fragmentsAllowed])
            }
        }
    }

    private static func document(depth: Int, using random: inout SeededGenerator) -> (JSONValue, Any) {
        switch Int.random(in: 0..<(depth == 0 ? 4 : 6), using: &random) {
        case 0: return (.null, NSNull())
        case 1:
            let value = Bool.random(using: &random)
            return (.bool(value), value)
        case 2:
            let value = Int.random(in: -1_000_000_000_000...1_000_000_000_000, using: &random)
            return (.integer(Int64(value)), value)
        case 3:
            let length = Int.random(in: 0...6, using: &random)
            let value = String((0..<length).map { _ in "aé\n\"\\/😀\u{1}".randomElement(using: &random) ?? "a" })
            return (.string(value), value)
        case 4:
            let items = (0..<Int.random(in: 0...4, using: &random)).map { _ in document(depth: depth - 1, using: &random) }
            return (.array(items.map(\.0)), items.map(\.1))
        default:
            var value: [String: JSONValue] = [:]
            var object: [String: Any] = [:]
            for index in 0..<Int.random(in: 0...4, using: &random) {
                let member = document(depth: depth - 1, using: &random)
                value["k\(index)"] = member.0
                object["k\(index)"] = member.1
            }
            return (.object(value), object)
        }
    }
}
