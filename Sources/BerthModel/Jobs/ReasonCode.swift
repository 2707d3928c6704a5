/// Why a job does not run: a closed list. The raw values are frozen.
public enum ReasonCode: String, Codable, Hashable, Sendable, CaseIterable {
    // Tier 1: the submitter's to fix.
    case noSuchKind = "NoSuchKind"
    case neverFits = "NeverFits"
    case exceedsQueueLimit = "ExceedsQueueLimit"
    case badDependency = "BadDependency"
    case dependencyNeverSatisfied = "DependencyNeverSatisfied"
    case notAllowed = "NotAllowed"
    // Tier 2: deliberate.
    case heldByUser = "HeldByUser"
    case heldByOperator = "HeldByOperator"
    case queueStopped = "QueueStopped"
    case beginTime = "BeginTime"
    case dependency = "Dependency"
    case arrayLimit = "ArrayLimit"
    // Tier 3: limits.
    case agencyQuota = "AgencyQuota"
    case userLimit = "UserLimit"
    case fairShare = "FairShare"
    // Tier 4: physical.
    case waitingForPower = "WaitingForPower"
    case waitingForAccelerators = "WaitingForAccelerators"
    /// Enough pieces, in the wrong shape.
    case waitingForTopology = "WaitingForTopology"
    /// Nodes are drained, down or flapping.
    case waitingForNodes = "WaitingForNodes"
    /// Hosts with room belong to another label, or are being scrubbed.
    case waitingForLabel = "WaitingForLabel"
    case waitingForCores = "WaitingForCores"
    case waitingForMemory = "WaitingForMemory"
    case waitingForPorts = "WaitingForPorts"
    // Tier 5: order.
    case behindHigherPriority = "BehindHigherPriority"
    case reservedForOther = "ReservedForOther"
    case waitingForPreempted = "WaitingForPreempted"
    case waitingForDrain = "WaitingForDrain"
    // Tier 6: the scheduler itself.
    case notYetExamined = "NotYetExamined"
    case powerTelemetryLost = "PowerTelemetryLost"
    case readOnly = "ReadOnly"

    public enum FixableBy: String, Codable, Hashable, Sendable {
        case you
        case agencyAdmin = "agency-admin"
        case `operator`
        case time
    }

    /// 1…6: the lower tier leads when a job waits for several reasons.
    public var tier: Int {
        switch self {
        case .noSuchKind, .neverFits, .exceedsQueueLimit, .badDependency, .dependencyNeverSatisfied, .notAllowed: 1
        case .heldByUser, .heldByOperator, .queueStopped, .beginTime, .dependency, .arrayLimit: 2
        case .agencyQuota, .userLimit, .fairShare: 3
        case .waitingForPower, .waitingForAccelerators, .waitingForTopology, .waitingForNodes, .waitingForCores, .waitingForMemory,
            .waitingForPorts, .waitingForLabel:
            4
        case .behindHigherPriority, .reservedForOther, .waitingForPreempted, .waitingForDrain: 5
        case .notYetExamined, .powerTelemetryLost, .readOnly: 6
        }
    }

    public var fixableBy: FixableBy {
        switch self {
        case .noSuchKind, .neverFits, .exceedsQueueLimit, .badDependency, .dependencyNeverSatisfied, .heldByUser, .arrayLimit: .you
        case .notAllowed, .agencyQuota, .userLimit: .agencyAdmin
        case .heldByOperator, .queueStopped, .waitingForNodes, .powerTelemetryLost, .readOnly: .operator
        case .beginTime, .dependency, .fairShare, .waitingForPower, .waitingForAccelerators, .waitingForTopology, .waitingForCores,
            .waitingForMemory,
            .waitingForPorts, .waitingForLabel, .behindHigherPriority, .reservedForOther, .waitingForPreempted, .waitingForDrain,
            .notYetExamined:
            .time
        }
    }
}
