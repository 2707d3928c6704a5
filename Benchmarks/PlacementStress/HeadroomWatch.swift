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
        var before = headrooms()
        var epoch = signals.load(HeadroomWatch.epoch)
        while signals.load(HeadroomWatch.over) == 0, faults.isEmpty {
            let now = headrooms()
            let newEpoch = signals.load(HeadroomWatch.epoch)
            if newEpoch == epoch, epoch.isMultiple(of: 2) {
                for (domain, pair) in zip(before, now).enumerated() where pair.1 < min(pair.0, .zero) {
                    faults.append("(2) the headroom of domain \(domain) went from \(pair.0) to \(pair.1)")
                }
            }
            (before, epoch) = (now, newEpoch)
            readings += 1
        }
        return (readings, faults)
    }

    private func headrooms() -> [Watts] { (0..<core.domainCount).map { core.headroom(of: DomainIndex($0)) } }
}
