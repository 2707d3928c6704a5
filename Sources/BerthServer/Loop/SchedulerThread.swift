import BerthModel
import BerthScheduler
import BerthSystem
import Synchronization

/// The one thread that owns the scheduler, and the way to it from everywhere else.
final class SchedulerThread: Sendable {
    private let mailbox = Mailbox()
    private let handle = Mutex<SystemThread?>(nil)
    /// Finished when the thread is about to end.
    private let ended = AsyncStream.makeStream(of: Void.self)

    /// Starts the thread and waits until it has made its loop: from then on commands are answered.
    /// - Parameter make: runs on the thread, where its loop stays; the other thing it makes is handed out.
    /// - Throws: what `make` throws; the thread is then over.
    func start<Outcome: Sendable>(_ make: @escaping @Sendable () throws -> (SchedulerLoop, Outcome)) async throws -> Outcome {
        try await withCheckedThrowingContinuation { (started: CheckedContinuation<Outcome, any Error>) in
            do {
                let thread = try SystemThread(name: "scheduler") {
                    do {
                        let (loop, outcome) = try make()
                        started.resume(returning: outcome)
                        self.turn(loop)
                    } catch {
                        started.resume(throwing: error)
                    }
                    self.mailbox.close()
                    self.ended.continuation.finish()
                }
                handle.withLock { $0 = thread }
            } catch {
                started.resume(throwing: error)
            }
        }
    }

    private func turn(_ loop: SchedulerLoop) {
        while loop.round(mailbox.take(waiting: loop.delay)) {}
        loop.finish()
    }

    /// Does everything that was asked before, then ends the thread. The journal is closed when this returns.
    func stop() async {
        mailbox.put(.stop)
        for await _ in ended.stream {}
        handle.withLock { thread in
            thread?.join()
            thread = nil
        }
    }

    func report(_ report: ExecutorReport) { mailbox.put(.report(report)) }

    /// Changes the state and answers when the change is durable.
    /// - Parameters:
    ///   - act: the change; what it throws is the answer, and nothing has changed.
    ///   - answer: what to say of it, after the commit and the scheduling pass that followed it.
    func change<Step, Answer: Sendable>(
        _ act: @escaping @Sendable (SchedulerLoop, Timestamp) throws -> Step,
        answer: @escaping @Sendable (SchedulerLoop, Step) throws -> Answer
    ) async throws -> Answer {
        try await withCheckedThrowingContinuation { (reply: CheckedContinuation<Answer, any Error>) in
            let change: @Sendable (SchedulerLoop, Timestamp) -> Command.Settlement = { loop, now in
                let step = Result { try act(loop, now) }
                return { loop, fault in
                    if let fault { return reply.resume(throwing: fault) }
                    reply.resume(with: Result { try answer(loop, try step.get()) })
                }
            }
            mailbox.put(.change(change, refuse: { reply.resume(throwing: $0) }))
        }
    }

    /// Reads durable state.
    func read<Answer: Sendable>(_ look: @escaping @Sendable (SchedulerLoop) throws -> Answer) async throws -> Answer {
        try await withCheckedThrowingContinuation { (reply: CheckedContinuation<Answer, any Error>) in
            let read: @Sendable (SchedulerLoop) -> Void = { loop in reply.resume(with: Result { try look(loop) }) }
            mailbox.put(.read(read, refuse: { reply.resume(throwing: $0) }))
        }
    }
}
