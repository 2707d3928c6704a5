import BerthModel
import FoundationEssentials

/// Any JSON, with the keys of objects in the order of the alphabet.
enum JSONValue: Decodable, Equatable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .list(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }
}

/// Values as JSON and YAML. The keys are the API's own, frozen in v1.
enum Structured {
    /// Pretty JSON with sorted keys and a line end.
    static func json(_ value: some Encodable) throws(BerthError) -> String { try encode(value, [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]) + "\n" }

    /// One JSON object a line.
    static func ndjson(_ values: [some Encodable]) throws(BerthError) -> String {
        var text = ""
        for value in values { text += try encode(value, [.sortedKeys, .withoutEscapingSlashes]) + "\n" }
        return text
    }

    static func yaml(_ value: some Encodable) throws(BerthError) -> String {
        let text = try encode(value, [])
        guard let tree = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) else {
            throw BerthError(.internalFault, "an answer could not be written as YAML")
        }
        return YAMLWriter.text(tree)
    }

    private static func encode(_ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting) throws(BerthError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = formatting
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch {
            throw BerthError(.internalFault, "an answer could not be written as JSON", cause: error)
        }
    }
}
