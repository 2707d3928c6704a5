extension FleetLayout {
    /// Kinds of scarcity, each of which can be thought away.
    struct Scarcity: OptionSet, Hashable, Sendable {
        let rawValue: Int
        static let power = Scarcity(rawValue: 1)
        static let devices = Scarcity(rawValue: 2)
        static let cores = Scarcity(rawValue: 4)
        static let memory = Scarcity(rawValue: 8)
        static let drained = Scarcity(rawValue: 16)
        static let all: Scarcity = [.power, .devices, .cores, .memory, .drained]
    }

    /// Makes the words say that nobody holds anything of these kinds.
    ///
    /// With `.all` these are the words of the emptied fleet at its present budgets.
    func relax(_ scarcity: Scarcity, in words: inout [UInt64]) {
        for node in nodes {
            for group in node.groups {
                var word = NodeWord(bits: words[group.word])
                if scarcity.contains(.devices), word.claimed != 0, let freed = word.freeing(word.claimed) { word = freed }
                if scarcity.contains(.drained), !word.isAdmitting { word = word.admitting(true) }
                words[group.word] = word.bits
            }
            for numaNode in node.numaNodes {
                if scarcity.contains(.cores) {
                    for word in numaNode.coreWords { words[word] = initialWords[word] }
                }
                if scarcity.contains(.memory) { words[numaNode.memoryWord] = 0 }
            }
        }
        guard scarcity.contains(.power) else { return }
        for domain in base.indices {
            let budget = Int64(bitPattern: words[budgetWords.lowerBound + domain])
            words[headroomWords.lowerBound + domain] = HeadroomWord(milliwatts: budget - base[domain]).bits
        }
    }
}
