/// Answers every question of an `init(from:)` with a zero value of the right type, and notes the question.
struct SchemaDecoder: Decoder {
    let notes: SchemaNotes
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(KeyedNotes<Key>(notes: notes))
    }
    func unkeyedContainer() -> any UnkeyedDecodingContainer { ArrayNotes(notes: notes) }
    func singleValueContainer() -> any SingleValueDecodingContainer { ValueNotes(notes: notes) }

    /// A value of any type of the wire, and its schema.
    static func sample<Value: Decodable>(of type: Value.Type) throws -> (Value, JSONValue) {
        let integer: JSONValue = ["type": "integer"]
        let plain: [(any Decodable, JSONValue)] = [
            (false, ["type": "boolean"]), ("", ["type": "string"]), (0, integer), (Int64(0), integer), (UInt64(0), integer),
            ([String: String](), ["type": "object", "additionalProperties": ["type": "string"]]),
        ]
        for (value, schema) in plain {
            if let value = value as? Value { return (value, schema) }
        }
        if let cases = type as? any (CaseIterable & RawRepresentable<String>).Type, let (first, words) = words(cases) as? (Value, [String])
        {
            return (first, ["type": "string", "enum": .array(words.map(JSONValue.string))])
        }
        let notes = SchemaNotes()
        let value = try type.init(from: SchemaDecoder(notes: notes))
        return (value, notes.schema)
    }

    private static func words<Words: CaseIterable & RawRepresentable<String>>(_ type: Words.Type) -> (Any, [String])? {
        type.allCases.first.map { ($0, type.allCases.map(\.rawValue)) }
    }
}

private struct KeyedNotes<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let notes: SchemaNotes
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { [] }

    /// Only `decodeIfPresent` asks this.
    func contains(_ key: Key) -> Bool {
        notes.optional.insert(key.stringValue)
        return true
    }

    func decodeNil(forKey key: Key) -> Bool { false }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        let (value, schema) = try SchemaDecoder.sample(of: type)
        notes.properties[key.stringValue] = schema
        return value
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedDecodingContainer<Nested> {
        preconditionFailure("wire types nest by types of their own")
    }
    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedDecodingContainer {
        preconditionFailure("wire types nest by types of their own")
    }
    func superDecoder() -> any Decoder { preconditionFailure("wire types inherit from nothing") }
    func superDecoder(forKey key: Key) -> any Decoder { preconditionFailure("wire types inherit from nothing") }
}

/// An array of one element.
private struct ArrayNotes: UnkeyedDecodingContainer {
    let notes: SchemaNotes
    var currentIndex = 0
    var codingPath: [any CodingKey] { [] }
    var count: Int? { 1 }
    var isAtEnd: Bool { currentIndex > 0 }

    init(notes: SchemaNotes) { self.notes = notes }

    mutating func decodeNil() -> Bool { false }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        currentIndex += 1
        let (value, schema) = try SchemaDecoder.sample(of: type)
        notes.plain = ["type": "array", "items": schema]
        return value
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedDecodingContainer<Nested> {
        preconditionFailure("wire types nest by types of their own")
    }
    func nestedUnkeyedContainer() -> any UnkeyedDecodingContainer { preconditionFailure("wire types nest by types of their own") }
    func superDecoder() -> any Decoder { preconditionFailure("wire types inherit from nothing") }
}

private struct ValueNotes: SingleValueDecodingContainer {
    let notes: SchemaNotes
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { false }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let (value, schema) = try SchemaDecoder.sample(of: type)
        notes.plain = schema
        return value
    }
}
