import BerthSystem
import Synchronization

/// Where a command speaks: answers go to standard output, the conversation to standard error.
struct Console: Sendable {
    /// Takes text as it is.
    var out: @Sendable (String) -> Void
    /// Takes one line without its end.
    var note: @Sendable (String) -> Void
    /// Somebody may be asked.
    var isInteractive: Bool
    /// Somebody watches, so that long work says how far it is.
    var showsProgress = false

    /// The process's own streams. They are open as long as the process lives.
    static let standard = Console(
        out: { text in StandardStream.output.write(text) },
        note: { line in StandardStream.error.write(line + "\n") },
        isInteractive: Terminal.isTerminal(0) && Terminal.isTerminal(2), showsProgress: Terminal.isTerminal(2))

    func line(_ text: String) { out(text + "\n") }
}

/// One of the streams that a process is born with.
final class StandardStream: Sendable {
    static let input = StandardStream(0)
    static let output = StandardStream(1)
    static let error = StandardStream(2)

    let descriptor: FileDescriptor
    private init(_ number: Int32) { descriptor = FileDescriptor(owning: number) }

    /// Writes all of it; a reader that has gone (`berth ls | head`) ends the process quietly, as it ends any filter.
    func write(_ text: String) { write(Array(text.utf8)) }

    func write(_ bytes: [UInt8]) {
        do {
            try descriptor.write(bytes)
        } catch {
            ExitCode.inputOutput.leave()
        }
    }
}
