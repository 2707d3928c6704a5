import BerthModel

/// Trackable resources as `sacct` writes them: `billing=32,cpu=32,gres/gpu:h100=8,gres/gpu=8,mem=256G,node=2`, of the whole job.
struct SlurmResources {
    var cpus: Int?
    var nodes: Int?
    var memory: Bytes?
    /// The sum over all types.
    var devices = 0
    /// Of each named type, in the order of the text; what has no type is in `devices` only.
    var types: [(name: String, count: Int)] = []
    /// Shards or MPS percentages.
    var hasShares = false

    /// Accelerators under these names of generic resources.
    private static let deviceNames: Set<Substring> = ["gpu", "neuron", "tpu"]
    private static let shareNames: Set<Substring> = ["mps", "shard"]

    init() {}

    /// - Returns: nil where an entry is not `NAME=COUNT`.
    init?(_ text: String) {
        var (typed, untyped) = (0, 0)
        for entry in text.split(separator: ",") {
            guard let equals = entry.firstIndex(of: "=") else { return nil }
            let (name, value) = (entry[..<equals], entry[entry.index(after: equals)...])
            switch name {
            case "cpu":
                guard let count = SlurmResources.count(value) else { return nil }
                cpus = count
            case "node":
                guard let count = SlurmResources.count(value) else { return nil }
                nodes = count
            case "mem":
                guard let bytes = SlurmResources.memory(value) else { return nil }
                memory = bytes
            case _ where name.hasPrefix("gres/"):
                let parts = name.dropFirst(5).split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                if SlurmResources.shareNames.contains(parts[0]) { hasShares = true }
                guard SlurmResources.deviceNames.contains(parts[0]) else { continue }
                guard let count = SlurmResources.count(value) else { return nil }
                if parts.count == 2 {
                    typed += count
                    if count > 0 { types.append((String(parts[1]), count)) }
                } else {
                    untyped += count
                }
            default: continue
            }
        }
        // The untyped figure is the sum of the typed ones where Slurm counts both.
        devices = max(typed, untyped)
    }

    private static func count(_ text: Substring) -> Int? {
        guard let count = Int(text), (0...1_000_000_000).contains(count) else { return nil }
        return count
    }

    /// `256G`, `1536M`, `2.50G`; without a unit it is MiB.
    private static func memory(_ text: Substring) -> Bytes? {
        let shifts: [Character: Double] = ["K": 10, "M": 20, "G": 30, "T": 40, "P": 50]
        let shift = text.last.flatMap { shifts[$0] }
        guard let number = Double(shift == nil ? text : text.dropLast()), number >= 0, number.isFinite else { return nil }
        let bytes = number * Double(1 << Int(shift ?? 20))
        return bytes <= Double(1 << 60) ? Bytes(Int64(bytes.rounded())) : nil
    }
}
