import BerthPlacement

/// What one claimer does next; one call of the engine.
enum Operation: Hashable {
    case claim(Ask)
    case gang(Int, Ask)
    /// Gives back the oldest that it holds; nothing where it holds nothing.
    case release
    /// Changes what may be reserved in a domain, in watts.
    case budget(domain: Int, watts: Int)
    case admit(node: Int, Bool)
    /// Gives an idle, drained node to a label.
    case label(node: Int, UInt8)

    var isClaim: Bool {
        switch self {
        case .claim, .gang: true
        case .release, .budget, .admit, .label: false
        }
    }

    /// By how much it lowers a budget.
    var lowering: (domain: Int, watts: Int)? {
        if case .budget(let domain, let watts) = self, watts < 0 { return (domain, -watts) }
        return nil
    }
}

/// A request as a scenario writes it.
struct Ask: Hashable, CustomStringConvertible {
    var devices: Int
    var eighths: Int
    var label: UInt8 = 0
    var agency = 0
    var mebibytes = 100

    static func devices(_ count: Int, agency: Int = 0, label: UInt8 = 0) -> Ask {
        Ask(devices: count, eighths: 8 * max(1, count), label: label, agency: agency)
    }

    static func cores(_ count: Int) -> Ask { Ask(devices: 0, eighths: 8 * count) }
    static func part(_ eighths: Int, devices: Int = 0) -> Ask { Ask(devices: devices, eighths: eighths) }

    var description: String {
        "\(devices) devices, \(eighths)/8 cores" + (agency > 0 ? ", agency \(agency)" : "") + (label > 0 ? ", label \(label)" : "")
    }

    static let wattsPerDevice = 280
    static let wattsPerCore = 8
    var milliwatts: Int { devices * Ask.wattsPerDevice * 1000 + eighths * Ask.wattsPerCore * 125 }
}
