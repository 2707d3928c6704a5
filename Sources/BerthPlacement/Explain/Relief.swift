import BerthModel

/// Something that, taken away, might let a request fit: exactly what a blocker that is stated of it names, and no more.
enum Relief: Hashable {
    /// Nobody holds devices of this kind.
    case devices(KindName?)
    /// Nobody holds cores of this host; nil: of any.
    case cores(host: Int?)
    case memory(host: Int?)
    /// All nodes take members.
    case drained
    /// All hosts have the label.
    case label
    /// Raises the headroom of one domain to what the request needs there, in milliwatts.
    case power(domain: Int, need: Int64)

    /// The kind of scarcity that it belongs to.
    var scarcity: Scarcity {
        switch self {
        case .devices: .devices
        case .cores: .cores
        case .memory: .memory
        case .drained: .drained
        case .label: .label
        case .power: .power
        }
    }
}
