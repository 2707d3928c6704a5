import BerthModel

extension Scheduler {
    /// Compares what a node's keeper has with what should be there, and says again whatever seems to have been lost on the way.
    func contact(_ contact: NodeContact) {
        guard let position = nodePositions[contact.node], let last = watch?.beats[position], contact.beat > last else { return }
        watch?.beats[position] = contact.beat
        // A host that went down and came up within its lease was lost all the same.
        if let boot = watch?.boots[position], boot != 0, boot != contact.boot, !isDown(contact.node) { lose(position) }
        watch?.boots[position] = contact.boot
        if isDown(contact.node) { comeBack(position) }
        if let duration = watch?.lease { watch?.ends[position] = clock + duration }
        effects.append(.renew(contact.node, beat: contact.beat, session: state.nodes[contact.node]?.session ?? 0))
        var kept: Set<RunID> = []
        for run in contact.runs {
            kept.insert(run.run)
            isExpected(run.run, on: contact.node) ? takeIn(run) : endUnexpected(run)
        }
        orderAgain(on: contact.node, position, except: kept)
        orderScrubAgain(on: contact.node)
        wakeDependents()
    }

    private func isExpected(_ run: RunID, on node: NodeName) -> Bool {
        guard let job = state.jobs[run.job], job.state.isActive, let position = job.position(of: run) else { return false }
        return job.members[position].isLive && job.members[position].placement.node == node
    }

    private func takeIn(_ kept: NodeContact.Run) {
        switch kept.state {
        case .starting: break
        case .running(let pid, let isReady):
            report(.started(kept.run, pid: pid))
            if let isReady { report(isReady ? .ready(kept.run) : .unready(kept.run, why: "its probe fails")) }
        case .ended(let outcome): return report(.exited(kept.run, outcome))
        }
        guard let job = state.jobs[kept.run.job], job.state == .stopping, let reason = job.stopReason else { return }
        effects.append(stopEffect(job, kept.run, reason))
    }

    private func endUnexpected(_ kept: NodeContact.Run) {
        if case .ended = kept.state {
            effects.append(.forget([kept.run]))
        } else {
            effects.append(.stop(kept.run, grace: .zero, reason: .memberLost))
        }
    }

    /// Orders that never came. One that is still on its way comes twice, which changes nothing.
    private func orderAgain(on node: NodeName, _ position: Int, except kept: Set<RunID>) {
        for id in watch?.jobs[position].sorted() ?? [] {
            guard let job = state.jobs[id], job.state.isActive else { continue }
            for member in job.members where member.isLive && member.placement.node == node && !kept.contains(job.runID(of: member)) {
                if job.state == .stopping, let reason = job.stopReason {
                    effects.append(stopEffect(job, job.runID(of: member), reason))
                } else {
                    effects.append(.start(start(job, member)))
                }
            }
        }
    }
}
