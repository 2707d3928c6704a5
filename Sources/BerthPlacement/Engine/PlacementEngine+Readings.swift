import BerthModel

/// What is free on one node, by its position in the fleet: each word as it was at some instant of the call.
extension PlacementEngine {
    private func number(_ position: Int) -> Int { Int(numbers[position]) }
    private func side(_ position: Int) -> SideWord { SideWord(bits: nodes.load(number(position) * 2 + 1)) }

    package func isAdmitting(_ position: Int) -> Bool { DeviceWord(bits: nodes.load(number(position) * 2)).isAdmitting }
    package func freeDevices(_ position: Int) -> UInt16 { DeviceWord(bits: nodes.load(number(position) * 2)).free }
    /// Of both NUMA nodes.
    package func freeCores(_ position: Int) -> Int { side(position).cores(0) + side(position).cores(1) }
    package func freeMebibytes(_ position: Int) -> Int { side(position).mebibytes(0) + side(position).mebibytes(1) }
    package func freeMebibytes(_ position: Int, on numaNode: Int) -> Int { side(position).mebibytes(numaNode) }

    /// How many parts of cores of this size fit.
    package func freeParts(of eighths: Int, _ position: Int) -> Int {
        (0..<SideWord.numaNodesMax).reduce(freeCores(position) * (CoreWord.whole / eighths)) { sum, numaNode in
            coresNow(number(position), numaNode).reduce(sum) { $0 + $1.sharedParts(of: eighths) }
        }
    }

    /// What is left in a power domain, in milliwatts, of an engine whose credits are settled.
    func settledHeadroom(_ domain: Int) -> Int64 { Int64(bitPattern: headrooms.load(wordOfDomain[domain])) }
}
