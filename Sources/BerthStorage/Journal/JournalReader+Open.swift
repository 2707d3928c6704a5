public import BerthModel
import BerthSystem
import GRDB

extension JournalReader {
    /// Opens the journal of a state directory for reading only, also while a daemon writes to it: nothing in it is changed, and the
    /// directory is not taken (invariant 9 is of writers).
    /// - Throws: `BerthError` with code `stateMissing`, `stateForeign`, `stateCorrupt`, `notAllowed` or `inputOutput`.
    public static func open(stateDirectory path: String) throws(BerthError) -> JournalReader {
        let journal = "\(path)/\(JournalFormat.fileName)"
        do {
            guard try Files.status(journal) != nil else {
                throw BerthError(.stateMissing, "\(path) has no journal", hint: "name a state directory of berthd")
            }
            try JournalHeader.check(journal)
            var configuration = Configuration()
            configuration.label = "journal reader"
            configuration.readonly = true
            return JournalReader(queue: try DatabaseQueue(path: journal, configuration: configuration), path: journal)
        } catch {
            throw JournalError.of(error, path: journal)
        }
    }
}
