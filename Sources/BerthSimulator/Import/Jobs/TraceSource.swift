package import BerthModel

/// Something that came at a moment: a job, a request.
package protocol Arriving: Sendable {
    var arrival: Timestamp { get }
    /// Where it stands in its file, for messages.
    var line: Int { get }
}

/// What gives the rows of a trace one at a time, and keeps count of what it left out. Sources are stacked: a reader, a sorter, a filter.
package protocol TraceSource<Element> {
    associatedtype Element: Arriving

    /// The next one; nil after the last.
    /// - Throws: `BerthError` at the file and line of what is wrong. The source must not be asked again.
    mutating func next() throws(BerthError) -> Element?

    /// What was read and left out so far; whole once `next()` has given nil.
    var report: ImportReport { get }
}
