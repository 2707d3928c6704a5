import BerthAPI
import BerthModel
import BerthStorage
import FoundationEssentials
import NIOCore

/// JSON on the wire.
enum JSONCoding {
    /// One line, keys sorted: the same answer is the same text.
    static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }

    /// Decodes a request strictly: a key that the type does not have is a mistake, not something to pass over.
    /// - Throws: `invalidSyntax` with the position for broken JSON, `unknownKey`, or `usage` for a value of the wrong type.
    static func decode<Value: Decodable>(_ type: Value.Type, from body: ByteBuffer) throws(BerthError) -> Value {
        let data = Data(body.readableBytesView)
        let known = WireSchema(of: type).keys
        do {
            let given = try JSONDecoder().decode([String: AnyJSON].self, from: data).keys
            if let stranger = given.sorted().first(where: { !known.contains($0) }) {
                let hint =
                    Spelling.nearest(to: stranger, among: known).map { "did you mean \"\($0)\"?" }
                    ?? "known: \(known.joined(separator: ", "))"
                throw BerthError(.unknownKey, "unknown key \"\(stranger)\"", field: "/\(stranger)", hint: hint)
            }
            return try JSONDecoder().decode(type, from: data)
        } catch let error as BerthError {
            throw error
        } catch {
            throw JSONCoding.fault(error, in: body)
        }
    }

    private static func fault(_ error: any Error, in body: ByteBuffer) -> BerthError {
        func pointer(_ path: [any CodingKey]) -> String? {
            path.isEmpty ? nil : path.map { "/\($0.intValue.map(String.init) ?? $0.stringValue)" }.joined()
        }
        switch error as? DecodingError {
        case .keyNotFound(let key, let context):
            return BerthError(.usage, "the key \"\(key.stringValue)\" is missing", field: pointer(context.codingPath + [key]))
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            return BerthError(.usage, "the value is not of the type \(jsonName(of: type))", field: pointer(context.codingPath))
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            return BerthError(.usage, "the value is out of range", field: pointer(context.codingPath))
        default:
            return syntaxFault(in: body) ?? BerthError(.invalidSyntax, "the body is not JSON")
        }
    }

    /// Foundation does not say where; the reader of job files does, and its JSON is the same.
    private static func syntaxFault(in body: ByteBuffer) -> BerthError? {
        do throws(BerthError) {
            _ = try JobFile.decodeJSON(Array(body.readableBytesView), fileName: nil)
            return nil
        } catch {
            return error.code == .invalidSyntax ? error : nil
        }
    }

    private static func jsonName(of type: any Any.Type) -> String {
        switch type {
        case is String.Type: "string"
        case is Bool.Type: "boolean"
        case is Int.Type, is Int64.Type, is UInt64.Type: "integer"
        default: "object"
        }
    }
}

/// A value that is passed over.
private struct AnyJSON: Decodable {
    init(from decoder: any Decoder) throws {}
}
