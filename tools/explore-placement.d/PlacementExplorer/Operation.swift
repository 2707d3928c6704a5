import BerthPlacement

/// What one claimer does next; one call of the engine.
enum Operation: Hashable {
    case claim(Ask)
    case gang(Int, Ask)
    /// A gang in one link domain.
    case linked(Int, Ask)
    /// Gives back the oldest that it holds; nothing where it holds nothing.
    case release
    /// Changes what may be reserved in a domain, in watts.
    case budget(domain: Int, watts: Int)
    case admit(node: Int, Bool)
    /// Gives an idle, drained node to a label.
    case label(node: Int, UInt8)

    var isClaim: Bool {
        switch self {
        case .claim, .gang, .linked: true
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
    var part = Part.none

    /// Of a board, which counts as one device then.
    enum Part: Hashable {
        case none, instance
        /// Of its time; as much of its memory.
        case thousandths(Int)
    }

    static func devices(_ count: Int, agency: Int = 0, label: UInt8 = 0) -> Ask {
        Ask(devices: count, eighths: 8 * max(1, count), label: label, agency: agency)
    }

    static let instance = Ask(devices: 1, eighths: 8, part: .instance)
    static func time(_ thousandths: Int) -> Ask { Ask(devices: 1, eighths: 8, part: .thousandths(thousandths)) }
    static func cores(_ count: Int) -> Ask { Ask(devices: 0, eighths: 8 * count) }
    static func part(_ eighths: Int, devices: Int = 0) -> Ask { Ask(devices: devices, eighths: eighths) }

    var description: String {
        (part == .none ? "\(devices) devices" : "a board's \(part)") + ", \(eighths)/8 cores" + (agency > 0 ? ", agency \(agency)" : "")
            + (label > 0 ? ", label \(label)" : "")
    }

    static let wattsPerDevice = 280
    static let wattsPerCore = 8
    /// Of a part of a board without the board's own.
    var milliwatts: Int { (part == .none ? devices * Ask.wattsPerDevice * 1000 : 0) + eighths * Ask.wattsPerCore * 125 }

    var boardShare: BoardShare {
        switch part {
        case .none: .none
        case .instance: BoardShare(profile: 0)
        case .thousandths(let thousandths): BoardShare(thousandths: thousandths, mebibytes: thousandths)
        }
    }
}
