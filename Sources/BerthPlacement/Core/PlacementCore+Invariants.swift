public import BerthModel

extension PlacementCore {
    /// Checks every word against itself and against the placements that ought to be held; for a core at rest.
    /// - Parameter placements: all claims that are held, and no other.
    /// - Returns: one sentence for each fault, starting with the number of the invariant it breaks; empty when all hold.
    public func checkInvariants(placements: [MemberPlacement]) -> [String] {
        var faults = wordFaults()
        var expected = layout.initialWords
        // Budgets and admission are inputs, not sums: taken as they are. The headroom starts from the present budget.
        for (headroom, budget) in zip(layout.headroomWords, layout.budgetWords) {
            expected[budget] = table.words.load(budget)
            expected[headroom] = expected[budget] &- UInt64(bitPattern: layout.base[headroom - layout.headroomWords.lowerBound])
        }
        for member in placements {
            guard let steps = ClaimSteps([member], layout) else {
                faults.append("(6) member \(member.member) on \(member.node) holds pieces that the fleet does not have")
                continue
            }
            for step in steps.steps where !PlacementCore.count(step, into: &expected) {
                faults.append("(1) member \(member.member) on \(member.node) holds a piece that another member holds too: \(step)")
            }
        }
        return faults + recountFaults(expected)
    }

    private static func count(_ step: ClaimSteps.Step, into words: inout [UInt64]) -> Bool {
        let (word, next): (Int, UInt64?) =
            switch step {
            case .watts(let word, let milliwatts): (word, words[word] &- UInt64(bitPattern: milliwatts))
            case .devices(let word, let set): (word, NodeWord(bits: words[word]).claiming(set, unadmitted: true)?.bits)
            case .cores(let word, let claim): (word, CoreWord(bits: words[word]).claiming(claim)?.bits)
            case .memory(let word, let mebibytes, let capacity):
                (word, MemoryWord(bits: words[word]).claiming(mebibytes, of: capacity)?.bits)
            }
        guard let next else { return false }
        words[word] = next
        return true
    }

    private func recountFaults(_ expected: [UInt64]) -> [String] {
        var faults: [String] = []
        for node in layout.nodes {
            for group in node.groups {
                let (found, counted) = (NodeWord(bits: table.words.load(group.word)).claimed, NodeWord(bits: expected[group.word]).claimed)
                if found != counted { faults.append("(6) \(node.name) has devices \(found) claimed, its members hold \(counted)") }
            }
            for (position, numaNode) in node.numaNodes.enumerated() {
                for word in numaNode.coreWords where table.words.load(word) != expected[word] {
                    faults.append("(6) NUMA node \(position) of \(node.name) has other cores claimed than its members hold")
                }
                let (found, counted) = (table.words.load(numaNode.memoryWord), expected[numaNode.memoryWord])
                if found != counted {
                    faults.append("(6) NUMA node \(position) of \(node.name) has \(found) MiB claimed, its members hold \(counted)")
                }
            }
        }
        for (domain, word) in layout.headroomWords.enumerated() {
            let (found, counted) = (Int64(bitPattern: table.words.load(word)), Int64(bitPattern: expected[word]))
            if found != counted { faults.append("(2) \(layout.domainNames[domain]) has \(found) mW left, its members leave \(counted)") }
        }
        return faults
    }

    /// What one word alone can tell, also while other threads work.
    private func wordFaults() -> [String] {
        var faults: [String] = []
        for node in layout.nodes {
            for group in node.groups {
                let word = NodeWord(bits: table.words.load(group.word))
                if word.claimed & ~group.installed != 0 {
                    faults.append("(1) \(node.name) claims devices \(word.claimed) of \(group.installed)")
                }
                if word.installed != group.installed {
                    faults.append("(1) \(node.name) shows devices \(word.installed) of \(group.installed)")
                }
            }
            for numaNode in node.numaNodes {
                for index in numaNode.coreWords {
                    let word = CoreWord(bits: table.words.load(index))
                    for core in 0..<CoreWord.coresMax where word.has(core) && word.eighths(of: core) > CoreWord.whole {
                        faults.append("(1) core \(core) of \(node.name) is taken \(word.eighths(of: core)) eighths")
                    }
                }
                let taken = MemoryWord(bits: table.words.load(numaNode.memoryWord)).taken
                if taken < 0 || taken > numaNode.mebibytes {
                    faults.append("(1) \(node.name) has \(taken) of \(numaNode.mebibytes) MiB taken")
                }
            }
        }
        return faults
    }

    /// In builds with `-DBERTH_CHECKS`, after every change: the checks that hold at any instant.
    @inline(__always)
    func checkWords() {
        #if BERTH_CHECKS
        let faults = wordFaults()
        precondition(faults.isEmpty, faults.joined(separator: "; "))
        #endif
    }
}
