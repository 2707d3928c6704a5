/// The one error of the system: what kind of fault, a sentence for the person, and what it came from.
///
/// The message says what was asked, what exists, and what to do. Programs match on `code`, never on text.
public struct BerthError: Error, Sendable {
    public var code: ErrorCode
    /// One lower-case sentence without a final stop.
    public var message: String
    /// Where in the input: a JSON pointer (`/accelerators/0/kind`) or `file:line:column`.
    public var field: String?
    /// The next thing to type or change.
    public var hint: String?
    public var cause: (any Error)?

    public init(_ code: ErrorCode, _ message: String, field: String? = nil, hint: String? = nil, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.field = field
        self.hint = hint
        self.cause = cause
    }
}

extension BerthError: CustomStringConvertible {
    /// One line: `FIELD: MESSAGE (HINT)`.
    public var description: String {
        var text = message
        if let field { text = "\(field): \(text)" }
        if let hint { text += " (\(hint))" }
        return text
    }
}
