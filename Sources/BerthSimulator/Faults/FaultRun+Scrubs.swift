import BerthModel
import BerthScheduler

/// Scrubs on nodes that can be lost: each number is done once, and its end reported as often as it is asked for.
extension FaultRun {
    func scrub(_ number: UInt64, for time: Int64, on node: Int) {
        if let last = nodes[node].scrub.last, number <= last.number {
            if number == last.number { reportEnd(of: last.number, last.failure, on: node) }
            return
        }
        guard nodes[node].scrub.atWork != number else { return }
        if nodes[node].scrub.atWork != nil { ledger.endScrub(on: node) }
        nodes[node].scrub.atWork = number
        ledger.beginScrub(on: node, number)
        count("scrubs")
        heap.add(.scrubEnd(node, number), at: now + Int64(nodeChance.between(1, Int(time))))
    }

    func endScrub(_ number: UInt64, on node: Int) {
        guard nodes[node].isUp, nodes[node].scrub.atWork == number else { return }
        nodes[node].scrub.atWork = nil
        ledger.endScrub(on: node)
        var failure: String?
        if phase == .safety, nodeChance.happens(percent: 5) {
            strike("scrub failed")
            failure = "exit code 1"
        }
        if failure == nil { ledger.scrubbed(node, number) }
        nodes[node].scrub.last = (number, failure)
        reportEnd(of: number, failure, on: node)
    }

    private func reportEnd(of number: UInt64, _ failure: String?, on node: Int) {
        reportScrub(.scrubbed(world.fleet.nodes[node].name, number: number, failure: failure), on: node)
    }
}
