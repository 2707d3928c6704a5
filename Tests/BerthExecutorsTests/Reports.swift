import BerthModel
import BerthScheduler
import Synchronization

/// Collects what an executor reports.
final class Reports: Sendable {
    private let all = Mutex<[ExecutorReport]>([])

    func add(_ report: ExecutorReport) { all.withLock { $0.append(report) } }
    func of(_ run: RunID) -> [ExecutorReport] { all.withLock { $0.filter { $0.run == run } } }
    var scrubs: [(number: UInt64, failure: String?)] {
        all.withLock { reports in
            reports.compactMap { if case .scrubbed(_, let number, let failure) = $0 { (number, failure) } else { nil } }
        }
    }
    func clear() { all.withLock { $0 = [] } }

    func pid(of run: RunID) -> Int? {
        of(run).compactMap { if case .started(_, let pid) = $0 { pid } else { nil } }.first
    }

    func wait(_ what: String, for run: RunID, _ isIt: (ExecutorReport) -> Bool) async throws {
        try await eventually("\(run) is \(what)") { of(run).contains(where: isIt) }
    }

    func started(_ run: RunID) async throws -> Int {
        try await eventually("\(run) is started") { pid(of: run) != nil }
        return pid(of: run)!
    }

    func end(of run: RunID) async throws -> RunOutcome {
        try await eventually("\(run) ends") { outcomes(of: run).count > 0 }
        return outcomes(of: run)[0]
    }

    func outcomes(of run: RunID) -> [RunOutcome] {
        of(run).compactMap { if case .exited(_, let outcome) = $0 { outcome } else { nil } }
    }
}
