import BerthModel

/// Whole cores by name, as masks: what `PlacementEngine+Cores` does with lists, for hosts whose cores masks can hold. A word of sixteen
/// cores is taken and given back in one exchange.
extension PlacementEngine {
    /// Takes up to `count` free cores of one NUMA node, the lowest first.
    /// - Parameter masks: where they are added.
    /// - Returns: how many were taken; fewer when fewer are free.
    func takeCores(_ node: Int, _ numaNode: Int, _ count: Int, into masks: inout CoreMasks) -> Int {
        guard count > 0 else { return 0 }
        var left = count
        for (offset, index) in coreWords(node, numaNode).enumerated() where left > 0 {
            var seen = coreWord(index, of: node).bits
            while true {
                let claim = CoreWord(bits: seen).wholeCores(left)
                if claim.bits != 0, !exchangeCores(index, of: node, &seen, seen &+ claim.bits) { continue }
                let mask = claim.wholeMask
                masks[numaNode * 2 + offset / 4] |= UInt64(mask) << UInt64(offset % 4 * CoreWord.coresMax)
                left -= mask.nonzeroBitCount
                break
            }
        }
        return count - left
    }

    /// Takes the cores of one NUMA node that masks name, all or none.
    func takeCores(_ node: Int, _ numaNode: Int, exactly masks: CoreMasks) -> Bool {
        for (offset, index) in coreWords(node, numaNode).enumerated() {
            let claim = CoreWord(whole: masks.sixteen(numaNode, offset))
            guard claim.bits != 0 else { continue }
            var seen = coreWord(index, of: node).bits
            var isTaken = false
            while !isTaken, let next = CoreWord(bits: seen).claimingWhole(claim) {
                isTaken = exchangeCores(index, of: node, &seen, next.bits)
            }
            if isTaken { continue }
            giveCores(node, numaNode, masks, upTo: offset)
            return false
        }
        return true
    }

    func giveCores(_ node: Int, _ numaNode: Int, _ masks: CoreMasks) { giveCores(node, numaNode, masks, upTo: .max) }

    /// - Parameter end: the first word that is left out.
    private func giveCores(_ node: Int, _ numaNode: Int, _ masks: CoreMasks, upTo end: Int) {
        for (offset, index) in coreWords(node, numaNode).enumerated() where offset < end {
            let claim = CoreWord(whole: masks.sixteen(numaNode, offset))
            guard claim.bits != 0 else { continue }
            var seen = coreWord(index, of: node).bits
            while true {
                guard let next = CoreWord(bits: seen).freeingWhole(claim) else {
                    preconditionFailure("(1) a core is given back that nobody holds")
                }
                if exchangeCores(index, of: node, &seen, next.bits) { break }
            }
        }
    }
}

extension CoreMasks {
    /// Sixteen cores of a NUMA node as bits.
    /// - Parameter offset: of the sixteen, 0…7.
    fileprivate func sixteen(_ numaNode: Int, _ offset: Int) -> UInt16 {
        UInt16(truncatingIfNeeded: self[numaNode * 2 + offset / 4] >> UInt64(offset % 4 * CoreWord.coresMax))
    }
}
