/// What an import counts and lists instead of ending at it. The raw values stand in reports.
package enum ImportFinding: String, Hashable, Sendable, CaseIterable {
    /// It can never run on the cluster.
    case tooLarge = "larger than the cluster"
    /// Every kind that it names is one that the cluster does not have.
    case unknownKind = "unknown accelerator kind"
    /// Nothing says how fast it runs.
    case unknownModel = "unknown model"
    case endBeforeStart = "ends before its start"
    /// Cancelled, or failed, while it waited.
    case neverRan = "never ran"
    /// A row that describes a part of a job which has its own row.
    case step = "step of a job"
    /// A row of an attempt after which the job waited again.
    case requeued = "earlier attempt"
    case severalKinds = "several accelerator kinds at once"
    /// Shards or MPS percentages, whose size the trace does not tell.
    case partOfDevice = "part of a device of unknown size"
    /// Kept: it runs as fast as with fewer accelerators, since its own number was not measured.
    case estimated = "throughput of fewer accelerators"
    /// Kept: its devices do not divide among its nodes, so it has more members.
    case uneven = "devices uneven over its nodes"
    /// Kept: each part of a heterogeneous job as a job of its own.
    case component = "component of a heterogeneous job"
    /// Kept, with unknown duration: waiting or running when the trace ends.
    case unfinished = "not ended in the trace"
    /// Kept: a replica that runs so long that it is given in pieces.
    case inPieces = "long run given in pieces"

    /// Whether such a job is given nevertheless.
    package var isKept: Bool {
        switch self {
        case .estimated, .uneven, .component, .unfinished, .inPieces: true
        case .tooLarge, .unknownKind, .unknownModel, .endBeforeStart, .neverRan, .step, .requeued, .severalKinds, .partOfDevice: false
        }
    }
}
