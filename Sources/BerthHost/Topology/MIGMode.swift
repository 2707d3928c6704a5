/// Whether a board is partitioned now, and after its next reset.
public struct MIGMode: Equatable, Sendable, Codable {
    public var current: Bool
    public var pending: Bool

    public init(current: Bool, pending: Bool) {
        self.current = current
        self.pending = pending
    }
}
