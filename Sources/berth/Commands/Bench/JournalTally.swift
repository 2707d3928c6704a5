import BerthAPI

/// What a journal says of some jobs.
struct JournalTally {
    private struct Marks: OptionSet {
        var rawValue: UInt8
        static let submitted = Marks(rawValue: 1)
        static let placed = Marks(rawValue: 2)
        static let ended = Marks(rawValue: 4)
    }

    private var marks: [String: Marks]
    /// Entries that were taken, of these jobs and of others.
    private(set) var entries = 0

    /// - Parameter ids: of the jobs; one that stands there twice counts once.
    init(of ids: [String]) { marks = Dictionary(ids.map { ($0, Marks()) }, uniquingKeysWith: { first, _ in first }) }

    /// Jobs that are looked for.
    var jobs: Int { marks.count }

    /// Those of them that were placed.
    var placed: Int { marks.values.count { $0.contains(.placed) } }

    /// Those of them that lack a submission, a placement or a successful end.
    var lost: Int { marks.values.count { $0 != [.submitted, .placed, .ended] } }

    mutating func take(_ row: JournalRow) {
        entries += 1
        guard let job = row.job else { return }
        switch row.kind {
        case "submitted": marks[job]?.insert(.submitted)
        case "placed": marks[job]?.insert(.placed)
        // The payload is JSON with sorted keys and without spaces.
        case "ended" where row.payload.contains("succeeded"): marks[job]?.insert(.ended)
        default: break
        }
    }
}
