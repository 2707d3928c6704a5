/// What the baseline is told of how long a job runs.
package enum EasyEstimates: String, CaseIterable, Sendable {
    /// The trace's own duration: nobody has that while the job waits.
    case oracle
    /// What `RunTimes` has learnt by then: the same as production has.
    case learnt
}
