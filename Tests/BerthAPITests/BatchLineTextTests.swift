import BerthAPI
import BerthModel
import Foundation
import Testing

@Suite("answers to the lines of a batch")
struct BatchLineTextTests {
    private static let answers = [
        BatchLine(line: 1, id: "1", created: true, problem: nil),
        BatchLine(line: 20_000, id: "123456789012_7", created: false, problem: nil),
    ]

    @Test("the usual ones are the text that a coder writes, and come back from it", arguments: answers)
    func usual(answer: BatchLine) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var text = [UInt8(ascii: "x")]
        #expect(answer.appendUsual(to: &text))
        #expect(text.dropFirst() == Array(try encoder.encode(answer))[...])
        #expect(BatchLine(usual: text.dropFirst()) == answer)
    }

    @Test(
        "others are left to a coder",
        arguments: [
            BatchLine(line: 1, id: nil, created: nil, problem: Problem(BerthError(.invalidJob, "m"))),
            BatchLine(line: 1, id: "1", created: nil, problem: nil), BatchLine(line: 0, id: "1", created: true, problem: nil),
            BatchLine(line: 1, id: "a\"b", created: true, problem: nil),
        ])
    func others(answer: BatchLine) {
        var text: [UInt8] = []
        #expect(!answer.appendUsual(to: &text) && text.isEmpty)
    }

    @Test(
        "no other text is taken for one",
        arguments: [
            "", "{", #"{"created":true,"id":""#, #"{"created":true,"id":"","line":1}"#, #"{"created":true,"id":"1","line":}"#,
            #"{"created":true,"id":"1","line":1"#, #"{"created":true,"id":"1","line":01}"#, #"{"created":true,"id":"1","line":1x}"#,
            #"{"created":true,"id":"1","line":12345678901234567890}"#, #"{"created":null,"id":"1","line":1}"#,
            #"{"created":true,"id":"1","line":1}}"#, #"{"created":true,"id":"1" ,"line":1}"#,
        ])
    func strange(text: String) {
        #expect(BatchLine(usual: Array(text.utf8)[...]) == nil)
    }
}
