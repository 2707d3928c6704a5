import BerthModel

extension BerthError {
    /// A fault of a trace: exit code 65 whatever it is, but for files that cannot be read.
    var ofTrace: BerthError {
        switch code {
        case .inputOutput, .usage, .invalidPolicy, .invalidFleet, .stateMissing, .stateForeign, .stateCorrupt, .notAllowed, .internalFault:
            self
        default: BerthError(.invalidSyntax, message, field: field, hint: hint, cause: cause)
        }
    }
}
