import BerthModel

/// What a run of explanations, changes and plans held against what happens has found.
package struct ExplanationReport: Sendable, Codable {
    package struct Plans: Sendable, Codable {
        package var asked = 0
        package var started = 0
        package var waited = 0
        package var refused = 0
        /// Of those that waited: for which others were said to be told to end, and how many these were.
        package var stopping = 0
        package var victims = 0
        /// Waited, and something else happened before it was looked for jobs to stop.
        package var unseen = 0
    }

    package var seed: UInt64
    package var sites = 0
    /// Jobs whose explanation was checked.
    package var jobs = 0
    /// Blockers that were stated, and those of them that were left alone with all others taken away, by reason.
    package var stated: [String: Int] = [:]
    package var kept: [String: Int] = [:]
    /// Reasons that a job can wait for and that no job waited for.
    package var notMet: [String] = []
    /// Reasons that depend on the node, found when all that was stated was taken away.
    package var later: [String: Int] = [:]
    /// Stated orders, and ends of victims, that could not be told apart from what was short.
    package var inseparable = 0
    /// Changes that were called sufficient, and smaller steps of them that were tried, by their flag.
    package var changes: [String: Int] = [:]
    package var smallerSteps: [String: Int] = [:]
    /// Changes of how many members a job has that had run before: no copy of its journal can be made with them.
    package var changesUnmade = 0
    package var plans = Plans()
    /// What did not hold; how many, and the first of them.
    package var faultCount = 0
    package var faults: [String] = []

    package static let faultsKept = 100

    mutating func add(fault: String) {
        faultCount += 1
        if faults.count < ExplanationReport.faultsKept { faults.append(fault) }
    }

    /// Reasons that `why` gives for jobs that wait.
    static let possible: [ReasonCode] = [
        .heldByUser, .heldByOperator, .queueStopped, .beginTime, .dependency, .arrayLimit, .agencyQuota, .fairShare, .waitingForPower,
        .waitingForAccelerators, .waitingForTopology, .waitingForNodes, .waitingForLabel, .waitingForCores, .waitingForMemory,
        .waitingForPorts, .reservedForOther, .waitingForPreempted, .notAllowed,
    ]
}

/// What a run is made of.
package struct ExplanationOptions: Sendable {
    /// All of the run follows from it and the other options.
    package var seed: UInt64
    /// Explanations to check, and plans to hold against submissions.
    package var jobs: Int
    package var plans: Int

    package init(seed: UInt64, jobs: Int, plans: Int) {
        self.seed = seed
        self.jobs = jobs
        self.plans = plans
    }
}
