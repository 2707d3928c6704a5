import BerthModel

/// Something that, taken away, might let a request fit.
enum Relief: Hashable {
    case devices
    case cores
    case memory
    case drained
    /// Raises the headroom of one domain to what the request needs there, in milliwatts.
    case power(domain: Int, need: Int64)

    /// The kind of scarcity that it takes away as a whole; nil for a domain's watts.
    var scarcity: FleetLayout.Scarcity? {
        switch self {
        case .devices: .devices
        case .cores: .cores
        case .memory: .memory
        case .drained: .drained
        case .power: nil
        }
    }
}

extension FleetLayout {
    /// The words with all of these taken away.
    func relieved(_ reliefs: [Relief], _ words: [UInt64]) -> [UInt64] {
        var words = words
        relax(reliefs.reduce(into: []) { if let scarcity = $1.scarcity { $0.insert(scarcity) } }, in: &words)
        for case .power(let domain, let need) in reliefs {
            let index = headroomWords.lowerBound + domain
            words[index] = HeadroomWord(milliwatts: max(need, HeadroomWord(bits: words[index]).milliwatts)).bits
        }
        return words
    }
}
