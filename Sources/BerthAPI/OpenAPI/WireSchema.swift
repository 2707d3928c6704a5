/// The JSON schema of a wire type, learnt from the type itself: its own `init(from:)` is run against a decoder that writes down
/// which keys are asked for, as what, and whether they may be absent. So a schema cannot differ from what is decoded.
public struct WireSchema: Hashable, Sendable {
    /// As it stands in the OpenAPI document.
    public let json: JSONValue
    /// The keys of an object, sorted; empty for anything else.
    public let keys: [String]

    /// - Precondition: `type` decodes whatever numbers and texts it is given; enumerations are `CaseIterable`.
    public init(of type: (some Decodable).Type) {
        let notes = SchemaNotes()
        do {
            _ = try type.init(from: SchemaDecoder(notes: notes))
        } catch {
            preconditionFailure("\(type) is no wire type: its schema cannot be learnt (\(error))")
        }
        json = notes.schema
        keys = notes.properties.keys.sorted()
    }
}

/// What one run of an `init(from:)` asked for.
final class SchemaNotes {
    var properties: [String: JSONValue] = [:]
    var optional: Set<String> = []
    /// Of a type that is no object.
    var plain: JSONValue?

    var schema: JSONValue {
        if let plain { return plain }
        let required = properties.keys.filter { !optional.contains($0) }.sorted()
        return ["type": "object", "properties": .object(properties), "required": .array(required.map(JSONValue.string))]
    }
}
