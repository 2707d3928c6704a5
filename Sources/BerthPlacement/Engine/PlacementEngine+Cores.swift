/// Whole cores by name. A claim counts them (`SideWord`); whoever needs to say which ones they are takes them here after the claim, and
/// gives them back before its release. As many cores are free by name as are free by count and counted out but not yet named, so there
/// always are some.
extension PlacementEngine {
    /// Takes up to `count` free cores of one NUMA node, the lowest first.
    /// - Parameter range: those that are wanted.
    /// - Returns: the cores, ascending; fewer when fewer are free.
    func takeCores(_ node: Int, _ numaNode: Int, _ count: Int, in range: Range<Int>) -> [Int] {
        guard count > 0 else { return [] }
        var taken: [Int] = []
        taken.reserveCapacity(count)
        let first = coreWords(node, numaNode).lowerBound
        var core = range.lowerBound
        while core < range.upperBound, taken.count < count {
            let index = first + core / CoreWord.coresMax
            let end = min(range.upperBound, (core / CoreWord.coresMax + 1) * CoreWord.coresMax)
            let wanted = CoreWord.places(core % CoreWord.coresMax..<core % CoreWord.coresMax + end - core)
            var seen = coreWord(index, of: node).bits
            while true {
                let claim = CoreWord(bits: seen | ~wanted).wholeCores(count - taken.count)
                if claim.bits != 0, !exchangeCores(index, of: node, &seen, seen &+ claim.bits) { continue }
                let base = core / CoreWord.coresMax * CoreWord.coresMax
                claim.forEachCore { taken.append(base + $0) }
                break
            }
            core = end
        }
        return taken
    }

    /// Takes these cores, all or none.
    func takeCores(_ node: Int, _ numaNode: Int, exactly wanted: [Int]) -> Bool {
        let first = coreWords(node, numaNode).lowerBound
        for (position, core) in wanted.enumerated() {
            let index = first + core / CoreWord.coresMax
            let claim = CoreWord.part(core % CoreWord.coresMax, CoreWord.whole)
            var seen = coreWord(index, of: node).bits
            var isTaken = false
            while !isTaken, let next = CoreWord(bits: seen).claiming(claim) { isTaken = exchangeCores(index, of: node, &seen, next.bits) }
            if isTaken { continue }
            giveCores(node, numaNode, wanted[..<position])
            return false
        }
        return true
    }

    func giveCores(_ node: Int, _ numaNode: Int, _ held: some Sequence<Int>) {
        let first = coreWords(node, numaNode).lowerBound
        // Neighbours stand in one word and go back together.
        var (word, claim) = (0, CoreWord(bits: 0))
        for core in held {
            if core / CoreWord.coresMax != word {
                giveCores(first + word, of: node, claim)
                (word, claim) = (core / CoreWord.coresMax, CoreWord(bits: 0))
            }
            claim.bits |= CoreWord.part(core % CoreWord.coresMax, CoreWord.whole).bits
        }
        giveCores(first + word, of: node, claim)
    }

    private func giveCores(_ index: Int, of node: Int, _ claim: CoreWord) {
        guard claim.bits != 0 else { return }
        var seen = coreWord(index, of: node).bits
        while true {
            guard let next = CoreWord(bits: seen).freeing(claim) else { preconditionFailure("(1) a core is given back that nobody holds") }
            if exchangeCores(index, of: node, &seen, next.bits) { break }
        }
    }

    /// The words of the cores of one NUMA node, as they are.
    func coresNow(_ node: Int, _ numaNode: Int) -> [CoreWord] { coreWords(node, numaNode).map { coreWord($0, of: node) } }
}
