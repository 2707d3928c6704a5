import BerthAPI
import BerthClient
import BerthModel

/// A job that can never run here: what was asked, what there is, what to try.
enum Refusal {
    /// The same error for all others.
    static func explained(_ error: BerthError, _ spec: JobSpec, _ client: Client, on console: Console) async -> any Error {
        guard error.code == .noSuchKind || error.code == .neverFits else { return error }
        let nodes = try? await client.nodes().nodes
        console.note(text(error, spec, nodes))
        return Exit(.neverFits)
    }

    static func text(_ error: BerthError, _ spec: JobSpec, _ nodes: [NodeView]?) -> String {
        var lines = ["cannot ever run here: \(error.message)", "  asked  \(asked(spec))"]
        if let nodes { lines.append("  fleet  \(fleet(nodes))") }
        if let hint = error.hint { lines.append("  try    \(hint)") }
        return lines.joined(separator: "\n")
    }

    private static func asked(_ spec: JobSpec) -> String {
        let members = spec.members.min
        let each = members > 1 ? " on \(members) nodes" : ""
        guard let devices = SubmitText.devices(spec) else { return "\(spec.cpus) cores and \(spec.memory) of memory\(each)" }
        return devices + each
    }

    /// `64 x h200 (8 nodes), 512 x trn2 modelled (32 nodes)`.
    private static func fleet(_ nodes: [NodeView]) -> String {
        var totals: [String: (devices: Int, nodes: Int, isModelled: Bool)] = [:]
        for group in nodes.flatMap(\.accelerators) {
            let old = totals[group.kind] ?? (0, 0, false)
            totals[group.kind] = (old.devices + group.total, old.nodes + 1, old.isModelled || group.modelled)
        }
        guard !totals.isEmpty else { return "\(nodes.count) \(nodes.count == 1 ? "node" : "nodes") without accelerators" }
        return totals.sorted { $0.key < $1.key }.map { kind, total in
            "\(total.devices) x \(kind)\(total.isModelled ? " modelled" : "") (\(total.nodes) \(total.nodes == 1 ? "node" : "nodes"))"
        }.joined(separator: ", ")
    }
}
