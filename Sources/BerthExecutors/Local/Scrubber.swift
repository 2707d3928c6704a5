import BerthModel
import BerthScheduler
import BerthSystem
import Logging
import Synchronization

/// Runs the operators' scrub programs, each on a thread of its own: they are rare and last minutes.
final class Scrubber: Sendable {
    private let directory: String
    private let log: Logger
    private let sink: @Sendable (ExecutorReport) -> Void
    /// The scrub at work on each node.
    private let atWork = Mutex<[NodeName: UInt64]>([:])

    /// Between two looks at a program, in milliseconds.
    private static let interval: Int64 = 100

    /// - Parameter directory: where the outputs of the programs are kept.
    init(directory: String, log: Logger, sink: @escaping @Sendable (ExecutorReport) -> Void) {
        self.directory = directory
        self.log = log
        self.sink = sink
    }

    func scrub(_ order: ScrubOrder) {
        let isNew = atWork.withLock { $0.updateValue(order.number, forKey: order.node) != order.number }
        guard isNew else { return }
        do throws(SystemError) {
            _ = try SystemThread(name: "scrub") { [self] in
                let failure = run(order)
                let isLast = atWork.withLock { atWork in
                    guard atWork[order.node] == order.number else { return false }
                    atWork[order.node] = nil
                    return true
                }
                if isLast { sink(.scrubbed(order.node, number: order.number, failure: failure)) }
            }
        } catch {
            atWork.withLock { $0[order.node] = nil }
            sink(.scrubbed(order.node, number: order.number, failure: error.description))
        }
    }

    /// - Returns: why it failed; nil when all is well.
    private func run(_ order: ScrubOrder) -> String? {
        do throws(SystemError) {
            guard let program = order.command.first else {
                _ = try Poll.wait([], milliseconds: order.time.milliseconds)
                return nil
            }
            return try end(of: try Processes.spawn(request(order, program)), within: order.time)
        } catch {
            return error.description
        }
    }

    private func request(_ order: ScrubOrder, _ program: String) throws(SystemError) -> SpawnRequest {
        var environment = Environment.all()
        environment["BERTH_NODE"] = order.node.text
        environment["BERTH_LABEL_FROM"] = order.from?.text ?? ""
        environment["BERTH_LABEL_TO"] = order.to?.text ?? ""
        var request = SpawnRequest(program, Array(order.command.dropFirst()), environment: environment, directory: "/")
        request.newSession = true
        let output = try FileDescriptor.open("\(directory)/scrub-\(order.node.text).log", [.write, .create, .truncate, .noFollow])
        (request.output, request.error) = (output, output)
        return request
    }

    /// Waits for the end of a program, and ends all its processes when its time is over.
    private func end(of pid: Int32, within time: Duration) throws(SystemError) -> String? {
        let deadline = SystemClock.monotonic() + time.milliseconds
        while true {
            if let end = try Processes.poll(pid) {
                return switch end {
                case .exited(0): nil
                case .exited(let code): "its program exited with \(code)"
                case .signalled(let signal): "its program was ended by signal \(signal.rawValue)"
                }
            }
            guard SystemClock.monotonic() < deadline else {
                try Processes.send(.kill, toGroup: pid)
                _ = try Processes.wait(for: pid)
                return "its program had not ended after \(time.short)"
            }
            _ = try Poll.wait([], milliseconds: Scrubber.interval)
        }
    }
}
