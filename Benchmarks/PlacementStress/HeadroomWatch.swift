import BerthModel
import BerthPlacement

/// Reads the headroom of every domain over and over while others claim, and reports the first that breaks invariant 2: a headroom
/// that becomes negative by anything but a lowered budget, or shrinks while it is negative.
struct HeadroomWatch: Sendable {
    let core: PlacementCore
    /// [0] odd while a budget is being changed; [1] not 0 when the watch is over.
    let signals: WordArray

    static let epoch = 0
    static let over = 1

    func run() -> (readings: Int, faults: [String]) {
        var readings = 0
        var faults: [String] = []
        var before = reading()
        while signals.load(HeadroomWatch.over) == 0, faults.isEmpty {
            let now = reading()
            if let epoch = now.epoch, epoch == before.epoch {
                for (domain, pair) in zip(before.headrooms, now.headrooms).enumerated() where pair.1 < min(pair.0, .zero) {
                    faults.append("(2) the headroom of domain \(domain) went from \(pair.0) to \(pair.1)")
                }
            }
            before = now
            readings += 1
        }
        return (readings, faults)
    }

    /// The epoch is nil when a budget was changed meanwhile.
    func reading() -> (epoch: UInt64?, headrooms: [Watts]) {
        let before = signals.load(HeadroomWatch.epoch)
        let headrooms = headrooms()
        let isSteady = before.isMultiple(of: 2) && signals.load(HeadroomWatch.epoch) == before
        return (isSteady ? before : nil, headrooms)
    }

    private func headrooms() -> [Watts] { (0..<core.domainCount).map { core.headroom(of: DomainIndex($0)) } }

    /// Changes the budgets so that watches know of it.
    static func set(_ budgets: PowerTree, on core: PlacementCore, _ signals: WordArray) {
        signals.add(HeadroomWatch.epoch, 1)
        do { try core.setBudgets(budgets) } catch { preconditionFailure("the budgets of the stress fleet hold its base load: \(error)") }
        signals.add(HeadroomWatch.epoch, 1)
    }
}
