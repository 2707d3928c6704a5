import BerthModel
import BerthPlacement
import BerthPolicy

/// Hosts change their labels: only while nothing is held there, and only after their scrub (invariant 7).
extension Scheduler {
    /// How often, at most, it is looked for hosts that could change: a look costs O(nodes), and hosts fall idle all the time.
    static let labelPeriod = Duration.seconds(1)

    /// Looks for hosts of other labels on which waiting jobs could run, and begins their change. Called after a pass.
    /// - Returns: whether another pass is due: hosts have another label, or take nothing any more.
    func changeLabels() -> Bool {
        guard !policy.hostLabels.isEmpty || !state.labels.isEmpty else { return false }
        var haveChanged = scrubIdle()
        labelWatch.isStale = labelWatch.isStale || pages.hasEntries
        guard work.queue.count > 0 || !work.displaced.isEmpty, labelWatch.isStale else { return haveChanged }
        guard clock >= labelWatch.due else {
            if !labelWatch.hasTimer { timers.add(.labels, at: labelWatch.due) }
            labelWatch.hasTimer = true
            return haveChanged
        }
        labelWatch.due = clock + Scheduler.labelPeriod
        labelWatch.isStale = false
        for change in labelChanges() {
            record(.nodeScrubbing(change.node, to: change.to))
            refreshAdmission(change.node)
            haveChanged = true
        }
        haveChanged = scrubIdle() || haveChanged
        return haveChanged
    }

    /// Scrubs each node that is about to change its label and on which nothing is held any more.
    /// - Returns: whether one had nothing to be scrubbed with, and has its new label already.
    private func scrubIdle() -> Bool {
        var haveChanged = false
        for (node, label) in state.labels.sorted(by: { $0.key < $1.key }) {
            guard let change = label.change, labelWatch.scrubs[node]?.number != change.number, let position = nodePositions[node],
                work.core.isIdle(NodeIndex(position))
            else { continue }
            guard let scrub = change.scrub else {
                finishScrub(node)
                haveChanged = true
                continue
            }
            let order = ScrubOrder(
                node: node, number: change.number, from: label.label, to: change.to, command: scrub.command, time: scrub.time)
            labelWatch.scrubs[node] = order
            effects.append(.scrub(order))
        }
        return haveChanged
    }

    /// An order, or the report about it, may have been lost on the way: whoever hears from the node asks again.
    func orderScrubAgain(on node: NodeName) {
        if let order = labelWatch.scrubs[node] { effects.append(.scrub(order)) }
    }

    /// On a copy: idle hosts that would change to a label at once, for nothing is run on them before, have it; drained ones too, which
    /// would once they are not.
    /// - Parameter keptToo: also those that are kept for jobs of other labels.
    /// - Returns: which they are.
    @discardableResult
    func giveUnscrubbed(to label: LabelName?, in trial: inout Workspace, keptToo: Bool = false) -> Set<Int> {
        guard !policy.hostLabels.isEmpty || !state.labels.isEmpty else { return [] }
        let number = rules.labelNumbers[label]
        let kept = keptToo ? [] : trial.keptHosts(from: number)
        var given: Set<Int> = []
        for (position, node) in fleet.nodes.enumerated() where !kept.contains(position) {
            let index = NodeIndex(position)
            guard trial.core.label(of: index) != number, trial.core.isIdle(index), state.labels[node.name]?.change == nil,
                policy.scrub(from: state.labels[node.name]?.label, to: label) == nil
            else { continue }
            let admits = trial.core.isAdmitting(index)
            trial.setAdmitting(index, false)
            precondition(trial.core.setLabel(index, number), "(7) a host that is idle on a copy changes its label there")
            trial.setAdmitting(index, admits)
            given.insert(position)
        }
        return given
    }

    /// Takes in how a scrub went. A report about another than the present one, or about one that this daemon has not ordered yet, changes
    /// nothing: what is ordered is reported again.
    func scrubbed(_ node: NodeName, number: UInt64, failure: String?) {
        guard let change = state.labels[node]?.change, change.number == number, labelWatch.scrubs[node]?.number == number else {
            return
        }
        guard let failure else { return finishScrub(node) }
        record(.nodeScrubFailed(node, why: failure))
        labelWatch.scrubs[node] = nil
        if state.drains[node] == nil {
            record(
                .nodeDrained(
                    node, reason: String("scrub for \(change.to?.text ?? "no label") failed: \(failure)".prefix(256)), by: Scheduler.itself)
            )
        }
        refreshAdmission(node)
    }

    private func finishScrub(_ node: NodeName) {
        guard let position = nodePositions[node], let change = state.labels[node]?.change else { return }
        record(.nodeScrubbed(node))
        labelWatch.scrubs[node] = nil
        guard work.core.setLabel(NodeIndex(position), rules.labelNumbers[change.to]) else {
            preconditionFailure("(7) node \(node) changes its label while something is held there")
        }
        refreshAdmission(node)
        labelWatch.isStale = true
    }

    /// Gives the nodes of a new core the labels that the state says they have.
    /// - Precondition: nothing is held there yet.
    func restoreLabels() {
        for (node, label) in state.labels {
            guard let name = label.label, let position = nodePositions[node] else { continue }
            let index = NodeIndex(position)
            work.core.setAdmitting(index, false)
            guard work.core.setLabel(index, rules.labelNumbers[name]) else { preconditionFailure("node \(node) of a new core is held") }
        }
    }
}
