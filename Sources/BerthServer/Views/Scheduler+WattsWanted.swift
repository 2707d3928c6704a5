import BerthModel
import BerthPlacement
import BerthPolicy
import BerthScheduler

extension Scheduler {
    /// What a job that waits would reserve above base load if its first alternative were placed; nil for any other job, and for one that
    /// the fleet or the policy no longer understands. Cores are counted at the first node's figure: which node it will be is not known yet.
    func wattsWanted(by job: Job) -> Watts? {
        guard job.state == .pending || job.state == .held else { return nil }
        let members = job.spec.members.min
        guard let request = try? rules.request(for: job.spec, members: Array(0..<members), learnt: state.kindTimes),
            let first = request.alternatives.first
        else {
            return nil
        }
        let cores = fleet.nodes.first.map { Watts(milliwatts: $0.wattsPerCore.milliwatts * Int64(job.spec.cpus.eighths) / 8) } ?? .zero
        return (first.wattsPerDevice * first.count + cores) * members
    }
}
