import BerthModel
import BerthPolicy
import BerthScheduler

/// Who holds what on each node, as far as one caller may know it.
struct NodeHolders {
    struct Holding {
        var job: JobID
        var placement: MemberPlacement
        /// Whether the caller may know the job.
        var isVisible: Bool
    }

    private(set) var holdings: [NodeName: [Holding]] = [:]

    /// - Complexity: O(jobs).
    init(_ jobs: some Sequence<Job>, isVisible: (Job) -> Bool) {
        for job in jobs where job.state.isActive {
            let isVisible = isVisible(job)
            for placement in job.placements {
                holdings[placement.node, default: []].append(Holding(job: job.id, placement: placement, isVisible: isVisible))
            }
        }
    }

    subscript(node: NodeName) -> [Holding] { holdings[node] ?? [] }
}
