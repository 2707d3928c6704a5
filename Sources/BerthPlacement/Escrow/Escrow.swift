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
/// positive again. Only its owner opens a word, with a chunk taken from a chain that had it to give, and only if it was not closed
/// again since the owner read it: that is what the epoch is for (docs/decisions/0085, and docs/model for the proof).
struct Escrow {
    /// The shared words, signed amounts.
    let shared: AtomicWords
    /// For each counter `depth` positions among the shared words, itself first; -1 where the chain has ended.
    let chains: Table<Int32>
    let depth: Int
    /// `CreditWord`s: that of counter c of claimer k stands at `k * stride + c`.
    let credits: AtomicWords
    let stride: Int
    let claimers: Int
    /// For each counter the most that is taken ahead of need.
    let chunks: Table<Int64>

    /// The counters below each shared word: those of word w at `belowStarts[w]..<belowStarts[w + 1]`.
    let below: Table<Int32>
    let belowStarts: Table<Int32>

    /// Takes an amount of a counter and of all above it.
    /// - Returns: -1; or the shared word that had not enough, and nothing is taken then.
    @inline(__always)
    func take(_ counter: Int, _ amount: Int64, _ claimer: Int) -> Int {
        let own = claimer &* stride &+ counter
        var seen = CreditWord(bits: credits.load(own))
        while true {
            // An empty credit grants nothing, not even nothing: the bound may be passed already.
            guard !seen.isClosed, seen.amount >= max(amount, 1) else { return takeShared(counter, amount, claimer, seen) }
            if credits.exchange(own, &seen.bits, seen.adding(0 &- amount).bits) { return -1 }
        }
    }

    /// Whether it would be refused, without taking anything.
    /// - Returns: -1; or a shared word that has not enough, everybody's credit included.
    @inline(__always)
    func lacking(_ counter: Int, _ amount: Int64, _ claimer: Int) -> Int {
        let own = CreditWord(bits: credits.load(claimer &* stride &+ counter))
        return !own.isClosed && own.amount >= max(amount, 1) ? -1 : lackingShared(counter, amount)
    }

    @inline(never)
    private func lackingShared(_ counter: Int, _ amount: Int64) -> Int {
        for level in 0..<depth {
            let word = Int(chains[counter &* depth &+ level])
            if word < 0 { break }
            let left = Int64(bitPattern: shared.load(word))
            if left < amount, left &+ credit(under: word) < amount { return word }
        }
        return -1
    }

    @inline(__always)
    func give(_ counter: Int, _ amount: Int64, _ claimer: Int) {
        let own = claimer &* stride &+ counter
        var seen = CreditWord(bits: credits.load(own))
        while true {
            guard !seen.isClosed, seen.amount &+ amount <= 2 &* chunks[counter] else { return giveShared(counter, amount, claimer) }
            if credits.exchange(own, &seen.bits, seen.adding(amount).bits) { return }
        }
    }

    // MARK: Shared words

    /// - Parameter seen: the claimer's word as it was read before anything is taken of the shared ones.
    @inline(never)
    private func takeShared(_ counter: Int, _ amount: Int64, _ claimer: Int, _ seen: CreditWord) -> Int {
        let spare = min(chunks[counter], leastShared(counter) / Int64(4 &* claimers))
        if spare > amount, takeChain(counter, amount &+ spare) < 0 {
            var expected = seen.bits
            if !credits.exchange(claimer &* stride &+ counter, &expected, seen.opened(adding: spare).bits) { giveChain(counter, spare) }
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

    @inline(never)
    private func giveShared(_ counter: Int, _ amount: Int64, _ claimer: Int) {
        let own = claimer &* stride &+ counter
        var seen = CreditWord(bits: credits.load(own))
        while !seen.isClosed {
            // Half of what a credit may be stays, the rest goes back.
            let sum = seen.amount &+ amount
            let kept = min(sum, chunks[counter])
            if credits.exchange(own, &seen.bits, seen.adding(kept &- seen.amount).bits) {
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

    func giveChain(_ counter: Int, _ amount: Int64) {
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
            for claimer in 0..<claimers { sum += CreditWord(bits: credits.load(claimer &* stride &+ counter)).amount }
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
                var seen = CreditWord(bits: credits.load(own))
                while seen.amount > 0 {
                    // A closed word stays closed: opened, it would take in the next release while the shared word is negative.
                    if credits.exchange(own, &seen.bits, seen.adding(0 &- seen.amount).bits) {
                        giveChain(counter, seen.amount)
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
        let own = claimer &* stride &+ counter
        var seen = CreditWord(bits: credits.load(own))
        while !credits.exchange(own, &seen.bits, seen.closed.bits) {}
        giveChain(counter, seen.amount)
    }
}
