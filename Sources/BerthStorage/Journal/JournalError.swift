import BerthModel
import BerthSystem
import GRDB

/// Faults of the database and of the system in the words of the state directory.
enum JournalError {
    /// - Parameter path: of the journal.
    static func of(_ error: any Error, path: String) -> BerthError {
        if let error = error as? BerthError { return error }
        if let error = error as? SystemError { return of(error) }
        guard let error = error as? DatabaseError else {
            return BerthError(.inputOutput, "the journal \(path) failed: \(error)", cause: error)
        }
        let reason = error.message ?? "\(error.resultCode)"
        switch error.resultCode {
        case .SQLITE_FULL:
            return BerthError(
                .diskFull, "there is no room for the journal \(path)", hint: "free some space; nothing was written, and nothing is lost",
                cause: error)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR, .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_FORMAT:
            return corrupt(path, reason, cause: error)
        default:
            // Whether the last write is on the disk is not known: only reading it back from there tells.
            return BerthError(.inputOutput, "the journal \(path) cannot be read or written: \(reason)", cause: error)
        }
    }

    static func of(_ error: SystemError) -> BerthError {
        switch error.number {
        case ErrorNumber.noSpace, ErrorNumber.quotaExceeded: BerthError(.diskFull, "\(error)", cause: error)
        case ErrorNumber.accessDenied, ErrorNumber.notPermitted: BerthError(.notAllowed, "\(error)", cause: error)
        default: BerthError(.inputOutput, "\(error)", cause: error)
        }
    }

    static func corrupt(_ path: String, _ reason: String, cause: (any Error)? = nil) -> BerthError {
        BerthError(
            .stateCorrupt, "the journal \(path) is damaged: \(reason)",
            hint: "nothing was changed; keep a copy of the directory, and restore it from a backup",
            cause: cause)
    }
}
