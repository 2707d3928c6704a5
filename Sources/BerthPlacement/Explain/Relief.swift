import BerthModel

/// Something that, taken away, might let a request fit.
enum Relief: Hashable {
    case devices
    case cores
    case memory
    case drained
    case label
    /// Raises the headroom of one domain to what the request needs there, in milliwatts.
    case power(domain: Int, need: Int64)

    /// The kind of scarcity that it takes away as a whole; nil for a domain's watts.
    var scarcity: Scarcity? {
        switch self {
        case .devices: .devices
        case .cores: .cores
        case .memory: .memory
        case .drained: .drained
        case .label: .label
        case .power: nil
        }
    }
}
