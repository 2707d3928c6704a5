import BerthAPI
import Foundation
import HTTPTypes

/// What the server answered.
struct TestAnswer: Sendable {
    var status: Int
    var headers: HTTPFields
    var body: Data

    var text: String { String(decoding: body, as: UTF8.self) }

    func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value { try JSONDecoder().decode(type, from: body) }

    /// Each line of an NDJSON answer.
    func lines<Value: Decodable>(_ type: Value.Type = Value.self) throws -> [Value] {
        try body.split(separator: UInt8(ascii: "\n")).map { try JSONDecoder().decode(type, from: Data($0)) }
    }

    var problem: Problem { get throws { try decode() } }
}

/// Job files of the tests.
enum Jobs {
    /// Runs on cores only.
    static func batch(_ name: String = "a", seconds: Int = 10, exit: Int = 0) -> String {
        #"{"name": "\#(name)", "class": "batch", "command": ["true"], "simulate": {"duration": "\#(seconds)s", "exit": \#(exit)}}"#
    }

    static func devices(_ count: Int, name: String = "d", kind: String = "h200") -> String {
        #"{"name": "\#(name)", "command": ["true"], "accelerators": [{"kind": "\#(kind)", "count": \#(count)}], "#
            + #""simulate": {"duration": "10s"}}"#
    }
}
