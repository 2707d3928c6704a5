package import BerthModel

/// The load of a service over time: requests, sorted by arrival, counted by interval. Intervals without requests are given too, one at a
/// time, so that memory is one interval.
package struct ServiceLoad<Source: TraceSource> where Source.Element == LLMRequest {
    private var source: Source
    private let length: Duration
    private var following: LLMRequest?
    private var start: Timestamp?

    /// - Parameters:
    ///   - source: in order of arrival (`ArrivalSorter`).
    ///   - interval: at least 1 ms. The first one begins at the first request.
    package init(_ source: Source, interval: Duration) {
        precondition(interval.milliseconds >= 1, "an interval of \(interval)")
        self.source = source
        length = .milliseconds(interval.milliseconds)
    }

    package var report: ImportReport { source.report }

    /// The next interval; nil after the one of the last request.
    /// - Complexity: O(requests of the interval).
    package mutating func next() throws(BerthError) -> LoadInterval? {
        if start == nil {
            following = try source.next()
            start = following?.arrival
        }
        guard let start, var request = following else { return nil }
        var interval = LoadInterval(start: start, length: length)
        while request.arrival < interval.end {
            precondition(request.arrival >= start, "requests of a load come in order of arrival")
            interval.requests += 1
            interval.contextTokens += request.contextTokens
            interval.generatedTokens += request.generatedTokens
            following = try source.next()
            guard let next = following else { break }
            request = next
        }
        self.start = interval.end
        return interval
    }
}
