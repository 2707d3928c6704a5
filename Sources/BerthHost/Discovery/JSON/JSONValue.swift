/// A JSON document, as far as device listings need it.
enum JSONValue: Equatable, Sendable {
    case null
    case bool(Bool)
    /// A number without fraction or exponent that fits 64 bits.
    case integer(Int64)
    /// Any other number, rounded to a double.
    case real(Double)
    case string(String)
    case array([JSONValue])
    /// Of members with one name the last counts.
    case object([String: JSONValue])
}

extension JSONValue {
    /// The member of an object; nil for everything else, and for a member that is null.
    subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self, let member = members[name], member != .null else { return nil }
        return member
    }

    /// An integer, also when written as a string (`"1"`), as neuron-ls writes NUMA nodes.
    var integer: Int? {
        switch self {
        case .integer(let value): Int(exactly: value)
        case .string(let text): Int(text.trimmed)
        default: nil
        }
    }

    var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    var elements: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }
}
