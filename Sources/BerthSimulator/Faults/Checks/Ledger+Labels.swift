import BerthModel

/// Which label each node has by the journal, what really was scrubbed, and that nothing is there meanwhile.
extension Ledger {
    /// Of one node.
    struct NodeLabel {
        var label: LabelName?
        var change: (to: LabelName?, number: UInt64, isScrubbed: Bool)?
        /// Members of jobs that hold something there.
        var held = 0
        /// Processes that really run there.
        var processes = 0
        /// A scrub is at work there.
        var isAtWork = false
        /// The number of the last scrub that really was done.
        var done: UInt64 = 0
    }

    func beginChange(of name: NodeName, to label: LabelName?) {
        let node = positions[name] ?? 0
        require(rules.labels != nil, "node \(name) changes its label, and no policy has one")
        require(hosts[node].change == nil && hosts[node].label != label, "node \(name) changes its label twice, or to the one it has")
        hosts[node].change = (label, sequence, isScrubbed(from: hosts[node].label, to: label))
    }

    func finishChange(of name: NodeName) {
        let node = positions[name] ?? 0
        guard let change = hosts[node].change else { return blame("(7) node \(name) has another label without a change") }
        require(hosts[node].held == 0, "(7) node \(name) has another label, and \(hosts[node].held) members are there")
        require(hosts[node].processes == 0, "(7) node \(name) has another label, and \(hosts[node].processes) processes run there")
        if change.isScrubbed {
            require(hosts[node].done == change.number, "(7) node \(name) has another label and was not scrubbed for it")
        }
        hosts[node].label = change.to
        hosts[node].change = nil
    }

    func failChange(of name: NodeName) {
        let node = positions[name] ?? 0
        require(hosts[node].change != nil, "a scrub of node \(name) failed that nobody ordered")
        hosts[node].change = nil
    }

    /// By the policy in force: the program of the label that leaves, else that of the one that comes.
    private func isScrubbed(from: LabelName?, to: LabelName?) -> Bool {
        let known = Set(rules.labels?.flatMap(\.self) ?? [])
        if let from, known.contains(from.text) { return rules.scrubbed.contains(from.text) }
        return to.map { rules.scrubbed.contains($0.text) } ?? false
    }

    /// What an agency's job must have got: what it named, else the only one of its agency or of the one above.
    func checkLabel(of spec: JobSpec, _ id: JobID, agency: Int) {
        let own = lineage(agency).lazy.map { self.rules.labels?[$0] ?? [] }.first { !$0.isEmpty } ?? []
        let isRight = spec.hostLabel.map { own.contains($0.text) } ?? own.isEmpty
        require(isRight, "(7) job \(id) of agency a\(agency) has the label \(spec.hostLabel?.text ?? "none")")
    }

    func checkLabel(of job: LedgerJob, _ id: JobID, on node: Int) {
        require(
            hosts[node].change == nil && !hosts[node].isAtWork, "(7) job \(id) is placed on node \(node), which changes its label")
        require(
            hosts[node].label == job.spec.hostLabel,
            "(7) job \(id) of label \(job.spec.hostLabel?.text ?? "none") is placed on a node of label \(hosts[node].label?.text ?? "none")"
        )
    }

    /// A scrub really begins.
    func beginScrub(on node: Int, _ number: UInt64) {
        require(hosts[node].change?.number == number, "(7) node \(node) is scrubbed for \(number), which is not its change")
        require(hosts[node].processes == 0, "(7) node \(node) is scrubbed while \(hosts[node].processes) processes run there")
        hosts[node].isAtWork = true
    }

    func endScrub(on node: Int) { hosts[node].isAtWork = false }

    func scrubbed(_ node: Int, _ number: UInt64) { hosts[node].done = number }
}
