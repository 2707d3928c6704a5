import BerthModel
import Foundation
import Synchronization

/// What others want of the scheduler's thread, in the order they asked.
final class Mailbox: Sendable {
    private struct State {
        var waiting: [Command] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let bell = DispatchSemaphore(value: 0)

    static let closed = BerthError(.notReady, "the daemon is stopping", hint: "try again in a few seconds")

    /// Nothing is lost: a command that comes too late is refused.
    /// - Complexity: O(1) amortised; wakes the thread only where it may be waiting.
    func put(_ command: Command) {
        let (isClosed, isFirst) = state.withLock { state in
            guard !state.isClosed else { return (true, false) }
            state.waiting.append(command)
            return (false, state.waiting.count == 1)
        }
        if isClosed { command.refuse(Mailbox.closed) }
        if isFirst { bell.signal() }
    }

    /// Everything that has come. Where nothing has, waits for something, at most `milliseconds`; nil: without end.
    func take(waiting milliseconds: Int64?) -> [Command] {
        // Rings for what an earlier call took without waiting.
        while bell.wait(timeout: .now()) == .success {}
        let commands = takeAll()
        guard commands.isEmpty else { return commands }
        if let milliseconds {
            _ = bell.wait(timeout: .now() + .milliseconds(Int(clamping: milliseconds)))
        } else {
            bell.wait()
        }
        return takeAll()
    }

    /// Refuses what is left and what is still to come.
    func close() {
        let left = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for command in left { command.refuse(Mailbox.closed) }
    }

    private func takeAll() -> [Command] {
        state.withLock { state in
            let taken = state.waiting
            state.waiting = []
            // As many are likely to come again, and growing to that size would move each of them several times.
            state.waiting.reserveCapacity(min(taken.count, Mailbox.reservedMax))
            return taken
        }
    }

    private static let reservedMax = 4096
}
