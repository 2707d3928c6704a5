import BerthModel

/// How an error is told: one line on standard error, and its exit code.
enum Failure {
    /// `FIELD: MESSAGE; HINT`.
    static func line(_ error: BerthError) -> String {
        var text = error.field.map { $0.isEmpty ? error.message : "\($0): \(error.message)" } ?? error.message
        if let hint = error.hint { text += "; \(hint)" }
        return "berth: \(text)"
    }

    /// What is printed for an error, and the exit code.
    static func report(_ error: BerthError, on console: Console) -> Int32 {
        switch error.code {
        case .noSuchKind, .neverFits:
            console.note("cannot ever run here: \(error.message)")
            if let hint = error.hint { console.note("  try    \(hint)") }
        default: console.note(line(error))
        }
        return ExitCode(error.code).rawValue
    }
}

extension BerthError {
    /// The same fault of a policy or fleet file, whose exit code is another one than that of a job file.
    var ofConfiguration: BerthError {
        switch code {
        case .invalidQuantity, .invalidName, .invalidSyntax, .unknownKey, .unsupported, .bodyTooLarge, .noSuchKind:
            BerthError(.invalidPolicy, message, field: field, hint: hint, cause: cause)
        default: self
        }
    }
}
