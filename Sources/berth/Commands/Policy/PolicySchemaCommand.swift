import ArgumentParser
import BerthAPI
import BerthModel
import BerthStorage

struct PolicySchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print a JSON schema of the policy file, for editors.",
        discussion: """
            Made of the description that reads the file. In a policy file, for editors that know the YAML language server:
              # yaml-language-server: $schema=policy.schema.json
            """)

    mutating func run() async throws { Invocation.console.out(try Structured.json(PolicySchema.document)) }
}

/// The policy file in the words of JSON Schema.
enum PolicySchema {
    typealias Value = BerthAPI.JSONValue

    static var document: Value {
        guard case .object(var members) = schema(of: PolicyGuide.form) else { preconditionFailure("a policy file is a map") }
        members["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        members["title"] = "Berth policy file"
        return .object(members)
    }

    private static let namePattern = "^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$"

    private static func schema(of form: PolicyForm) -> Value {
        switch form {
        case .boolean: ["type": "boolean"]
        case .integer(let range): bounded("integer", range.lowerBound, range.upperBound, scale: 1)
        case .decimal(let range): bounded("number", range.lowerBound, range.upperBound, scale: 1000)
        case .words(let words): ["enum": .array(words.map(Value.string))]
        case .text("name"): ["type": "string", "pattern": .string(namePattern)]
        // A user or a signal may be a number, and YAML reads text where a number stands.
        case .text: ["type": ["string", "integer"]]
        case .duration, .size: ["type": "string"]
        case .power(let isBare): isBare ? ["type": ["string", "integer"]] : ["type": "string"]
        case .nodes: ["type": ["string", "array"], "items": ["type": "string"]]
        case .list(let item): ["type": "array", "items": schema(of: item)]
        case .section(let keys, let others): section(keys, others)
        case .table(_, let item):
            ["type": "object", "propertyNames": ["pattern": .string(namePattern)], "additionalProperties": schema(of: item)]
        }
    }

    private static func section(_ keys: [PolicyKey], _ others: PolicyKey?) -> Value {
        var properties: [String: Value] = [:]
        for key in keys { properties[key.name] = described(key) }
        var members: [String: Value] = [
            "type": "object", "properties": .object(properties), "additionalProperties": others.map(described) ?? false,
        ]
        let required = keys.filter(\.isRequired).map(\.name)
        if !required.isEmpty { members["required"] = .array(required.map(Value.string)) }
        return .object(members)
    }

    private static func described(_ key: PolicyKey) -> Value {
        guard case .object(var members) = schema(of: key.form) else { preconditionFailure("a schema is an object") }
        members["description"] = .string("\(key.meaning). Default: \(key.usual). Effect: \(key.effect.sentence).")
        return .object(members)
    }

    private static func bounded(_ type: String, _ least: Int, _ most: Int, scale: Int) -> Value {
        var members: [String: Value] = ["type": .string(type), "minimum": .integer(least / scale)]
        if most != Int.max { members["maximum"] = .integer(most / scale) }
        return .object(members)
    }
}
