import ArgumentParser
import BerthModel
import FoundationEssentials

enum Output {
    static func json(_ report: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(report), as: UTF8.self)
    }
}

enum Refused {
    /// Turns a refusal of an option into the words of the argument parser.
    static func words<Value>(_ body: () throws(BerthError) -> Value) throws -> Value {
        do { return try body() } catch { throw ValidationError(error.message) }
    }
}
