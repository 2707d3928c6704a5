import BerthScheduler

/// What a simulated keeper knows of scrubs.
struct SimulatedScrub {
    /// At work; nil between scrubs.
    var atWork: UInt64?
    /// The last that ended, and why it failed, if it did. What was written down stays.
    var last: (number: UInt64, failure: String?)?
}
