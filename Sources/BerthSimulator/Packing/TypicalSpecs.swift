/// The most frequent specs, together 95 % of the pods, and how much of a node's free GPU each of them cannot use.
///
/// Memory plays no part, as in the published measure.
struct TypicalSpecs: Sendable {
    private struct Member {
        var cpuMilli: Int32
        var gpuMilli: Int16
        var gpuCount: Int16
        var models: UInt64
        var share: Double
    }

    static let coveredPercent = 95
    private var members: [Member] = []

    init(_ specs: [PackingSpec], pods: [Int32]) {
        struct Key: Hashable {
            var (cpuMilli, gpuMilli, gpuCount, models): (Int32, Int16, Int16, UInt64)
        }
        var counts: [Key: Int] = [:]
        for pod in pods {
            let spec = specs[Int(pod)]
            counts[Key(cpuMilli: spec.cpuMilli, gpuMilli: spec.gpuMilli, gpuCount: spec.gpuCount, models: spec.models), default: 0] += 1
        }
        let ranked = counts.sorted { one, other in
            (one.value, one.key.cpuMilli, one.key.gpuMilli, one.key.gpuCount, one.key.models)
                > (other.value, other.key.cpuMilli, other.key.gpuMilli, other.key.gpuCount, other.key.models)
        }
        var covered = 0
        for (key, count) in ranked where covered * 100 < TypicalSpecs.coveredPercent * pods.count {
            covered += count
            members.append(
                Member(
                    cpuMilli: key.cpuMilli, gpuMilli: key.gpuMilli, gpuCount: key.gpuCount, models: key.models, share: Double(count)))
        }
        for index in members.indices { members[index].share /= Double(covered) }
    }

    /// Thousandths of the node's free GPU that a typical pod cannot use, on average.
    /// - Complexity: O(typical specs).
    func fragments(of node: PackingNode, model: Int) -> Double {
        let total = Double(node.gpuMilli)
        var lost = 0.0
        for member in members {
            if member.gpuMilli == 0 || member.models >> UInt64(model) & 1 == 0 || node.cpuMilli < member.cpuMilli {
                lost += member.share * total
                continue
            }
            let fits = node.gpus .>= SIMD8(repeating: member.gpuMilli)
            if PackingNode.count(fits) >= member.gpuCount {
                lost += member.share * Double(node.gpus.replacing(with: 0, where: fits).wrappedSum())
            } else {
                lost += member.share * total
            }
        }
        return lost
    }
}
