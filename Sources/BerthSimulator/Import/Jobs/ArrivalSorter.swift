package import BerthModel

/// Puts a trace in order of arrival with bounded memory: it holds `window` jobs, and gives the earliest of them.
///
/// A job may stand up to `window` jobs behind its place. One that stands farther behind ends the import with an error at its line,
/// because what should come after it was given away already; the caller raises the window or sorts the file. Equal arrivals stay in
/// the order of the file.
package struct ArrivalSorter<Source: TraceSource>: TraceSource {
    /// More than the 117,325 jobs of the largest published trace of this kind that is out of order; some 50 MB of jobs.
    package static var windowUsual: Int { 131_072 }

    private var source: Source
    private let window: Int
    private var held = MomentHeap<Source.Element>()
    private var latestRead: Timestamp?
    private var latestGiven: Timestamp?
    private var outOfOrder = 0
    private var farthestBack = Duration.zero

    /// - Parameter window: jobs held at most, 1 and up.
    package init(_ source: Source, window: Int = ArrivalSorter.windowUsual) {
        precondition(window > 0, "a window of \(window) jobs")
        self.source = source
        self.window = window
    }

    package var report: ImportReport {
        var report = source.report
        report.outOfOrder += outOfOrder
        report.farthestBack = max(report.farthestBack, farthestBack)
        return report
    }

    /// - Complexity: O(log window).
    package mutating func next() throws(BerthError) -> Source.Element? {
        while held.count < window, let element = try source.next() { try hold(element) }
        guard let (arrival, element) = held.popMin() else { return nil }
        latestGiven = arrival
        return element
    }

    private mutating func hold(_ element: Source.Element) throws(BerthError) {
        if let latestRead, element.arrival < latestRead {
            outOfOrder += 1
            farthestBack = max(farthestBack, latestRead - element.arrival)
        }
        if let latestGiven, element.arrival < latestGiven {
            throw BerthError(
                .invalidSyntax,
                "it arrived \((latestGiven - element.arrival).short) before one that stands more than \(window) rows above it",
                field: "\(source.report.name):\(element.line)", hint: "sort the file by arrival, or hold more rows while it is read")
        }
        latestRead = max(latestRead ?? element.arrival, element.arrival)
        held.add(element, at: element.arrival)
    }
}
