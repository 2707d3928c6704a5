import BerthModel
import BerthSimulator
import BerthSystem

/// Says now and then how far a replay is.
final class ReplayProgress {
    /// Between two lines.
    private static let milliseconds: Int64 = 2000

    private let isWanted: Bool
    private let prefix: String
    private let began = SystemClock.monotonic()
    private var told = SystemClock.monotonic()

    init(_ answer: AnswerOptions, prefix: String) {
        isWanted = answer.progress || Invocation.console.showsProgress
        self.prefix = prefix
    }

    func tell(_ progress: ReplayPoint) {
        guard isWanted else { return }
        let now = SystemClock.monotonic()
        guard now - told >= ReplayProgress.milliseconds else { return }
        told = now
        Invocation.console.note(
            "berth: \(prefix)\(progress.read) jobs read, \(progress.ended) ended, \(progress.waiting) waiting, \(progress.running) running "
                + "at \(progress.now.description.prefix(16)) (\((now - began) / 1000) s)")
    }
}
