import BerthModel
import BerthScheduler
import BerthSystem
import Synchronization

/// Messages for the executor's thread, in order, with a descriptor that becomes readable when there are any.
final class Mailbox: Sendable {
    enum Message: Sendable {
        case start(StartOrder)
        case adopt([StartOrder])
        case stop(RunID, StopRequest)
        case forget([RunID])
        case close
    }

    private let messages = Mutex<[Message]>([])
    private let bell: (read: FileDescriptor, write: FileDescriptor)

    init() throws(SystemError) { bell = try FileDescriptor.pipe() }

    var arrival: FileDescriptor { bell.read }

    func post(_ message: Message) {
        messages.withLock { messages in
            messages.append(message)
            // One byte a batch, written under the lock: the pipe never fills, and its reader always finds what it announces.
            if messages.count == 1 { try? bell.write.write([0]) }
        }
    }

    /// All messages so far. Call only when `arrival` is readable.
    func takeAll() -> [Message] {
        messages.withLock { messages in
            _ = try? bell.read.read(upTo: 1)
            defer { messages = [] }
            return messages
        }
    }
}
