/// How an entry stands in a block. A form never changes: what needs other fields gets another number, and a program that does not know it
/// says so.
enum EntryForm: UInt8 {
    /// Kind, job and payload as text and JSON: what is rare, and what the other forms cannot say.
    case row = 0
    case submitted = 1
    case placed = 2
    case started = 3
    case exited = 4
    case ended = 5
}
