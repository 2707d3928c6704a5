extension Escrow {
    /// - Parameters:
    ///   - chains: for each counter the shared words it draws on, itself first.
    ///   - wordCount: shared words in all.
    ///   - chunkMax: the most that a claimer takes of one counter ahead of need.
    init(
        shared: AtomicWords, wordCount: Int, chains: [[Int]], credits: AtomicWords, stride: Int, claimers: Int, chunkMax: Int64,
        tables: TableStore
    ) {
        let depth = max(1, chains.map(\.count).max() ?? 1)
        var counters = [[Int32]](repeating: [], count: wordCount)
        for (counter, chain) in chains.enumerated() { for word in chain { counters[word].append(Int32(counter)) } }
        var starts: [Int32] = [0]
        for list in counters { starts.append(starts[starts.count - 1] + Int32(list.count)) }
        let chunks = chains.map { chain in
            let least = chain.map { Int64(bitPattern: shared.load($0)) }.min() ?? 0
            return max(0, min(chunkMax, least / Int64(16 * claimers)))
        }
        self.init(
            shared: shared, chains: tables.table(chains.flatMap { $0.map(Int32.init) + [Int32](repeating: -1, count: depth - $0.count) }),
            depth: depth, credits: credits, stride: stride, claimers: claimers, chunks: tables.table(chunks),
            below: tables.table(counters.flatMap { $0 }), belowStarts: tables.table(starts))
    }

    /// Words for the credits of one claimer, a whole number of line pairs.
    static func stride(of counters: Int) -> Int { (counters + 15) / 16 * 16 }
}
