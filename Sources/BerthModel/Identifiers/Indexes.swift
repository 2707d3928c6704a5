/// Position of a node in its fleet.
public struct NodeIndex: Hashable, Sendable, Comparable {
    public let value: Int
    public init(_ value: Int) { self.value = value }
    public static func < (left: NodeIndex, right: NodeIndex) -> Bool { left.value < right.value }
}

/// Position of a power domain in its tree; a parent's index is below its children's.
public struct DomainIndex: Hashable, Sendable, Comparable {
    public let value: Int
    public init(_ value: Int) { self.value = value }
    public static func < (left: DomainIndex, right: DomainIndex) -> Bool { left.value < right.value }
}
