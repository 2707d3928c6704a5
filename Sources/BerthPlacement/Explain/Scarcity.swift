/// Kinds of scarcity, each of which can be thought away.
struct Scarcity: OptionSet, Hashable, Sendable {
    let rawValue: Int
    static let power = Scarcity(rawValue: 1)
    static let devices = Scarcity(rawValue: 2)
    static let cores = Scarcity(rawValue: 4)
    static let memory = Scarcity(rawValue: 8)
    static let drained = Scarcity(rawValue: 16)
    /// Hosts belong to other labels.
    static let label = Scarcity(rawValue: 32)
    static let all: Scarcity = [.power, .devices, .cores, .memory, .drained, .label]
}
