extension Escrow {
    /// The same counters over other words.
    func moved(to shared: AtomicWords, _ credits: AtomicWords) -> Escrow {
        Escrow(
            shared: shared, chains: chains, depth: depth, credits: credits, stride: stride, claimers: claimers, chunks: chunks,
            below: below, belowStarts: belowStarts)
    }

    /// Takes an amount of a counter and of all above it, whether they have it or not: what is used already and cannot be refused.
    ///
    /// As after a lowered bound nothing is added below a word that became negative, until enough has been given back.
    func force(_ counter: Int, _ amount: Int64) {
        for level in 0..<depth {
            let word = Int(chains[counter &* depth &+ level])
            if word < 0 { return }
            if Int64(bitPattern: shared.add(word, UInt64(bitPattern: 0 &- amount))) < amount { close(under: word) }
        }
    }

    /// Gives every credit back and opens every credit word, so that the shared words alone tell what is left. Only while nobody else uses
    /// the counters.
    func settle() {
        for counter in 0..<chunks.count {
            for claimer in 0..<claimers {
                giveChain(counter, CreditWord(bits: credits.swap(claimer &* stride &+ counter, 0)).amount)
            }
        }
    }
}
