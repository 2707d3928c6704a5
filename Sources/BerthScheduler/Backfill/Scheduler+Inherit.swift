public import BerthPolicy

extension Scheduler {
    /// Goes on with what another scheduler has learnt, whose journal this one is not given: before the first entry is replayed.
    public func inherit(_ times: RunTimes, _ kindTimes: KindTimes) {
        precondition(state.sequence == 0, "what was learnt elsewhere comes before everything else")
        pages.state.times = times
        pages.state.kindTimes = kindTimes
    }
}
