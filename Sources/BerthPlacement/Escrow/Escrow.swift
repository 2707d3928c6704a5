/// Counters that many claimers draw on, with a credit for each claimer, so that they seldom meet at the counter.
///
/// A counter stands under others (a hall under the site): what is taken of it is taken of all above it, the chain. A claimer takes
/// chunks of a chain ahead of need and keeps them as credit in a word of its own; claims and releases touch only that word until the
/// credit runs out or grows too large. What is credit is not free in the shared word, so the sum of claims can never pass the bound.
///
/// **Never refuses what fits:** before a claimer says no it takes back the credits of all others, and then asks once more.
///
/// **Lowered bounds:** a shared word may then be negative. `close` takes the credits away and closes their words: with a closed word
/// neither claims nor releases use credit, so that what is released goes to the shared word and nothing is added until that is
/// positive again. Only its owner opens a word, with a chunk taken from a chain that had it to give.
struct Escrow {
    /// The shared words, signed amounts.
    let shared: AtomicWords
    /// For each counter `depth` positions among the shared words, itself first; -1 where the chain has ended.
    let chains: Table<Int32>
    let depth: Int
    /// Credits: counter c of claimer k stands at `k * stride + c`.
    let credits: AtomicWords
    let stride: Int
    let claimers: Int
    /// For each counter the most that is taken ahead of need.
    let chunks: Table<Int64>

    /// The counters below each shared word: those of word w at `belowStarts[w]..<belowStarts[w + 1]`.
    let below: Table<Int32>
    let belowStarts: Table<Int32>

    static let closed: UInt64 = 1 << 63

    /// Takes an amount of a counter and of all above it.
    /// - Returns: -1; or the shared word that had not enough, and nothing is taken then.
    @inline(__always)
    func take(_ counter: Int, _ amount: Int64, _ claimer: Int) -> Int {
        let own = claimer &* stride &+ counter
        var seen = credits.load(own)
        while true {
            let credit = Int64(bitPattern: seen)
            // A closed word is negative, and so never enough.
            guard credit >= amount else { return takeShared(counter, amount, claimer) }
            if credits.exchange(own, &seen, UInt64(bitPattern: credit &- amount)) { return -1 }
        }
    }

    @inline(__always)
    func give(_ counter: Int, _ amount: Int64, _ claimer: Int) {
        let own = claimer &* stride &+ counter
        var seen = credits.load(own)
        while true {
            let credit = Int64(bitPattern: seen)
            let sum = credit &+ amount
            guard credit >= 0, sum <= 2 &* chunks[counter] else { return giveShared(counter, amount, claimer) }
            if credits.exchange(own, &seen, UInt64(bitPattern: sum)) { return }
        }
    }

    // MARK: Shared words

    @inline(never)
    private func takeShared(_ counter: Int, _ amount: Int64, _ claimer: Int) -> Int {
        let spare = min(chunks[counter], leastShared(counter) / Int64(4 &* claimers))
        if spare > amount, takeChain(counter, amount &+ spare) < 0 {
            keep(counter, spare, claimer)
            return -1
        }
        var failed = -1
        for _ in 0..<Escrow.attemptsMax {
            failed = takeChain(counter, amount)
            if failed < 0 || !takeBack(under: failed, need: amount) { break }
        }
        return failed
    }

    /// After as many attempts others have used each time what was taken back: there was nothing left for this claim at any of them.
    private static let attemptsMax = 8

    /// Puts a chunk that was taken into the credit, unless a bound was lowered meanwhile.
    private func keep(_ counter: Int, _ amount: Int64, _ claimer: Int) {
        let own = claimer &* stride &+ counter
        var seen = credits.load(own)
        while true {
            let credit = seen & Escrow.closed == 0 ? Int64(bitPattern: seen) : 0
            if credits.exchange(own, &seen, UInt64(bitPattern: credit &+ amount)) { break }
        }
        // Pairs with close(under:): it lowers the shared word and then closes; this adds credit and then reads the shared word. So
        // either the one finds the credit, or the other finds the word negative.
        if leastShared(counter) < 0 { closeCredit(counter, claimer) }
    }

    @inline(never)
    private func giveShared(_ counter: Int, _ amount: Int64, _ claimer: Int) {
        let own = claimer &* stride &+ counter
        var seen = credits.load(own)
        while seen & Escrow.closed == 0 {
            // Half of what a credit may be stays, the rest goes back.
            let sum = Int64(bitPattern: seen) &+ amount
            let kept = min(sum, chunks[counter])
            if credits.exchange(own, &seen, UInt64(bitPattern: kept)) {
                giveChain(counter, sum &- kept)
                return
            }
        }
        giveChain(counter, amount)
    }

    /// The least that is left on the chain, credits not counted.
    func leastShared(_ counter: Int) -> Int64 {
        var least = Int64.max
        for level in 0..<depth {
            let word = chains[counter &* depth &+ level]
            if word < 0 { break }
            least = min(least, Int64(bitPattern: shared.load(Int(word))))
        }
        return least
    }

    /// - Returns: -1, or the shared word that had not enough; nothing is taken then.
    private func takeChain(_ counter: Int, _ amount: Int64) -> Int {
        for level in 0..<depth {
            let word = Int(chains[counter &* depth &+ level])
            if word < 0 { break }
            if reserve(word, amount) { continue }
            for taken in 0..<level { _ = shared.add(Int(chains[counter &* depth &+ taken]), UInt64(bitPattern: amount)) }
            return word
        }
        return -1
    }

    private func giveChain(_ counter: Int, _ amount: Int64) {
        guard amount > 0 else { return }
        // Root first: a child never shows more than its parent has.
        for level in (0..<depth).reversed() {
            let word = Int(chains[counter &* depth &+ level])
            if word >= 0 { _ = shared.add(word, UInt64(bitPattern: amount)) }
        }
    }

    /// A reservation never overshoots, not for an instant: the exchange happens only where enough is left.
    @inline(__always)
    private func reserve(_ word: Int, _ amount: Int64) -> Bool {
        var seen = shared.load(word)
        while true {
            let left = Int64(bitPattern: seen)
            guard left >= amount else { return false }
            if shared.exchange(word, &seen, UInt64(bitPattern: left &- amount)) { return true }
        }
    }

    // MARK: Credits of others

    @inline(__always)
    private func counters(below word: Int) -> Range<Int> { Int(belowStarts[word])..<Int(belowStarts[word + 1]) }

    /// What is credit below a shared word.
    func credit(under word: Int) -> Int64 {
        var sum: Int64 = 0
        for entry in counters(below: word) {
            let counter = Int(below[entry])
            for claimer in 0..<claimers { sum += max(0, Int64(bitPattern: credits.load(claimer &* stride &+ counter))) }
        }
        return sum
    }

    /// Gives every credit below a shared word back, if that can make up what is needed there.
    /// - Returns: false when it cannot.
    private func takeBack(under word: Int, need: Int64) -> Bool {
        guard Int64(bitPattern: shared.load(word)) &+ credit(under: word) >= need else { return false }
        for entry in counters(below: word) {
            let counter = Int(below[entry])
            for claimer in 0..<claimers {
                let own = claimer &* stride &+ counter
                var seen = credits.load(own)
                while Int64(bitPattern: seen) > 0 {
                    if credits.exchange(own, &seen, 0) {
                        giveChain(counter, Int64(bitPattern: seen))
                        break
                    }
                }
            }
        }
        return true
    }

    /// Takes away and closes the credits below a shared word that a lowered bound has made negative.
    func close(under word: Int) {
        for entry in counters(below: word) {
            let counter = Int(below[entry])
            for claimer in 0..<claimers { closeCredit(counter, claimer) }
        }
    }

    private func closeCredit(_ counter: Int, _ claimer: Int) {
        let before = credits.swap(claimer &* stride &+ counter, Escrow.closed)
        if before & Escrow.closed == 0 { giveChain(counter, Int64(bitPattern: before)) }
    }
}
