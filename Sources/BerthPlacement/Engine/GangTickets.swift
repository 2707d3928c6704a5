/// Who is claiming a gang, and since when: a word for each claimer, on lines of their own.
///
/// A ticket of 0 is none. Nobody waits for a ticket: it only says who gives way.
struct GangTickets {
    /// Of claimer k the ticket at `k * stride`; after them how many tickets were given, and how many gangs have ended.
    private let words: AtomicWords
    private let claimers: Int

    private static let stride = 16
    /// How often a gang that meets others tries before it is refused.
    #if BERTH_EXPLORE
    // The third time is like the second, and each makes the explored fleet's states many times as many.
    static let attemptsMax = 2
    #else
    static let attemptsMax = 64
    #endif

    init(_ words: AtomicWords, claimers: Int) {
        self.words = words
        self.claimers = claimers
    }

    static func wordCount(claimers: Int) -> Int { (claimers + 2) * stride }

    private var given: Int { claimers &* GangTickets.stride }
    private var ended: Int { (claimers &+ 1) &* GangTickets.stride }

    /// - Returns: the ticket.
    func begin(_ claimer: Int) -> UInt64 {
        let ticket = words.add(given, 1) &+ 1
        _ = words.swap(claimer &* GangTickets.stride, ticket)
        return ticket
    }

    /// After everything was given back, or all is placed.
    func end(_ claimer: Int) {
        _ = words.swap(claimer &* GangTickets.stride, 0)
        _ = words.add(ended, 1)
    }

    /// Gangs that have ended so far.
    var endings: UInt64 { words.load(ended) }

    /// Whether another gang was there at some time since `endings` was read.
    func hasMet(others claimer: Int, since endings: UInt64) -> Bool {
        for other in 0..<claimers where other != claimer && words.load(other &* GangTickets.stride) != 0 { return true }
        return words.load(ended) != endings
    }

    func isOldest(_ ticket: UInt64) -> Bool {
        for claimer in 0..<claimers {
            let other = words.load(claimer &* GangTickets.stride)
            if other != 0, other < ticket { return false }
        }
        return true
    }
}
