public import BerthModel

/// An error on the wire (RFC 9457), `application/problem+json`. Programs match on `code`.
public struct Problem: Codable, Hashable, Sendable {
    public var type: String
    public var title: String
    public var status: Int
    public var code: String
    /// The sentence for the person.
    public var detail: String
    /// JSON pointer, or file position.
    public var field: String?
    public var hint: String?

    public init(status: Int, code: String, detail: String, field: String?, hint: String?) {
        self.type = "about:blank"
        self.title = code
        self.status = status
        self.code = code
        self.detail = detail
        self.field = field
        self.hint = hint
    }

    public init(_ error: BerthError) {
        self.init(
            status: Problem.status(of: error.code), code: error.code.rawValue, detail: error.message, field: error.field, hint: error.hint)
    }

    public var error: BerthError { BerthError(ErrorCode(rawValue: code), detail, field: field, hint: hint) }

    /// The HTTP status of each fault: 400 syntax, 422 meaning, 403 known but not yours, 404 not there (or not yours to know of).
    public static func status(of code: ErrorCode) -> Int {
        switch code {
        case .invalidSyntax, .usage: 400
        case .invalidQuantity, .invalidName, .invalidJob, .invalidFleet, .invalidPolicy, .unknownKey, .unknownDependency, .noSuchKind,
            .neverFits, .unsupported:
            422
        case .notAllowed: 403
        case .notFound: 404
        case .conflict: 409
        case .bodyTooLarge: 413
        case .notReady, .stateLocked: 503
        case .diskFull: 507
        default: 500
        }
    }
}
