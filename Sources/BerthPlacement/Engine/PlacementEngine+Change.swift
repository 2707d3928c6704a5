package import BerthModel

/// The fleet changes while claims run: nodes are drained, fail, leave, come back and change their label; budgets rise and fall.
extension PlacementEngine {
    /// Whether a node admits new claims. What is held there stays held.
    /// - Parameter position: its position in the fleet.
    package func setAdmitting(_ position: Int, _ admits: Bool) {
        change(position) { word in
            admits ? word.bits | DeviceWord.admittingBit : word.bits & ~DeviceWord.admittingBit
        }
    }

    /// Gives a host to another label. Labels never share a host (invariant 7): it must have been drained, and nothing may be held on it.
    /// - Returns: false when it admits claims or somebody holds something there; nothing is changed then.
    package func setLabel(_ position: Int, _ label: UInt8) -> Bool {
        let node = Int(numbers[position])
        var word = DeviceWord(bits: nodes.load(node * 2))
        while !word.isAdmitting, isIdle(node, word, layout.fleet.types[layout.fleet.nodes[position].type]) {
            let kept = word.bits & ~(0xFF << DeviceWord.labelShift)
            guard nodes.exchange(node * 2, &word.bits, kept | UInt64(label) << DeviceWord.labelShift) else { continue }
            offerLabel(of: node)
            withdrawLabel(word.label, blockOf(node))
            return true
        }
        return false
    }

    /// Whether nobody holds anything on a node.
    /// - Parameter position: its position in the fleet.
    package func isIdle(_ position: Int) -> Bool {
        let node = Int(numbers[position])
        return isIdle(node, DeviceWord(bits: nodes.load(node * 2)), layout.fleet.types[layout.fleet.nodes[position].type])
    }

    /// Whether nobody holds anything on a node. Of a node that does not admit the answer stays true.
    private func isIdle(_ node: Int, _ word: DeviceWord, _ type: EngineFleet.NodeType) -> Bool {
        // A part of a core holds a whole one back.
        word.free == DeviceSets.run(type.devices) && nodes.load(node * 2 + 1) == type.sides.bits
    }

    private func change(_ position: Int, _ change: (DeviceWord) -> UInt64) {
        let node = Int(numbers[position])
        var word = DeviceWord(bits: nodes.load(node * 2))
        while true {
            let next = DeviceWord(bits: change(word))
            if nodes.exchange(node * 2, &word.bits, next.bits) {
                refile(node, from: word.offeredClass, to: next.offeredClass, word.leaf)
                if blocks[blockOf(node)].boards >= 0 { offerRooms(of: node, Int(blocks[blockOf(node)].type)) }
                return
            }
        }
    }

    // MARK: Budgets

    /// Raises or lowers what may be reserved in a power domain.
    ///
    /// When it returns, a lowering is in force: where more is reserved than the new budget allows, nothing is added until enough has
    /// been given back (invariant 2).
    package func changeHeadroom(of domain: Int, by amount: Watts) {
        let word = wordOfDomain[domain]
        let before = Int64(bitPattern: headrooms.add(word, UInt64(bitPattern: amount.milliwatts)))
        let after = before + amount.milliwatts
        if after < 0 { power.close(under: word) }
        guard after > before else { return }
        for entry in Int(blocksBelowStarts[word])..<Int(blocksBelowStarts[word + 1]) {
            let block = Int(blocksBelow[entry])
            if Int(blocks[block].middle) == word {
                roseMiddle(word, from: before, to: after)
                return
            }
            for leaf in 0..<Int(blocks[block].leafCount) where Int(leavesOfBlocks[Int(blocks[block].firstLeaf) + leaf]) == word {
                roseLeaf(block, leaf, from: before, to: after)
            }
        }
    }

    /// What claims may still add in a domain; negative after a budget was lowered below what is reserved.
    ///
    /// While others claim it is a figure of no single instant.
    package func headroom(of domain: Int) -> Watts {
        let credit = power.credit(under: wordOfDomain[domain])
        return Watts(milliwatts: Int64(bitPattern: headrooms.load(wordOfDomain[domain])) + credit)
    }
}

extension EngineFleet.NodeType {
    /// The side word of a node of which nothing is held.
    var sides: SideWord {
        numaNodes.enumerated().reduce(SideWord(bits: 0)) {
            $0 + SideWord(cores: $1.element.cores, mebibytes: $1.element.mebibytes, on: $1.offset)
        }
    }
}
