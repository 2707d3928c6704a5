import BerthAPI
import BerthModel

/// The columns of `berth nodes`.
enum NodeListing {
    static let listing = Listing<NodeView, NodeView>(
        columns: [
            Column("NODE") { $0.name },
            Column("STATE") { $0.modelled ? "\($0.state) modelled" : $0.state },
            Column("ACCEL", accelerators),
            Column("CORES", right: true) { "\($0.coresFree)/\($0.coresTotal)" },
            Column("MEMORY", right: true) {
                "\(Bytes.mebibytes(max(0, $0.memoryMebibytesFree))) of \(Bytes.mebibytes(max(0, $0.memoryMebibytesTotal)))"
            },
            Column("WATTS", right: true) { "\($0.watts)" },
            Column("PLACE") { $0.place },
            Column("LABEL") { $0.label ?? "-" },
            Column("JOBS") { $0.jobs.isEmpty ? "-" : $0.jobs.joined(separator: ",") },
            Column("SINCE") { Moment.plain($0.since) },
            Column("BY") { $0.drainedBy ?? "-" },
            Column("REASON") { $0.reason ?? "-" },
        ],
        usual: ["NODE", "STATE", "ACCEL", "CORES", "MEMORY", "WATTS", "PLACE", "JOBS"], name: \.name, value: { $0 }, key: "nodes")

    static let problemColumns = ["NODE", "STATE", "SINCE", "BY", "REASON", "JOBS"]

    /// Free and all devices of each kind: `3/8 h200 modelled`.
    private static func accelerators(_ node: NodeView) -> String {
        guard !node.accelerators.isEmpty else { return "-" }
        return node.accelerators.map { "\($0.free)/\($0.total) \($0.kind)\($0.modelled ? " modelled" : "")" }.joined(separator: " + ")
    }
}

/// The columns of `berth power`: the tree by indentation.
enum PowerListing {
    static let listing = Listing<PowerView.Domain, PowerView.Domain>(
        columns: [
            Column("BUDGET") { String(repeating: "  ", count: max(0, $0.depth)) + $0.name },
            Column("CAP", right: true) { watts($0.budgetWatts) },
            Column("COMMITTED", right: true) { watts($0.reservedWatts) },
            Column("MEASURED", right: true) { watts($0.measuredWatts) },
            Column("FREE", right: true) { watts($0.freeWatts) },
            Column("BASE", right: true) { watts($0.baseWatts) },
            Column("STATE") { $0.state },
        ],
        usual: ["BUDGET", "CAP", "COMMITTED", "MEASURED", "FREE", "BASE", "STATE"], name: \.name, value: { $0 }, key: "domains")

    private static func watts(_ value: Int?) -> String { value.map { "\(Watts($0))" } ?? "-" }
}

/// The columns of `berth policy log`.
enum PolicyListing {
    static let listing = Listing<PolicyView, PolicyView>(
        columns: [
            Column("REV", right: true) { "\($0.revision)" },
            Column("AT") { Moment.plain($0.at) },
            Column("BY") { $0.by },
            Column("CHECKSUM") { $0.checksum ?? "-" },
            Column("NOTE") { $0.note ?? "-" },
        ],
        usual: ["REV", "AT", "BY", "NOTE"], name: { "\($0.revision)" }, value: { $0 }, key: "revisions")
}
