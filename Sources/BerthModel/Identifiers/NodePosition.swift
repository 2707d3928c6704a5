/// Where a fleet has a node, or nothing: four bytes beside a name that spare a look-up by it.
public struct NodePosition: Hashable, Sendable {
    private let word: Int32

    public static let unknown = NodePosition(word: -1)

    private init(word: Int32) { self.word = word }

    /// Unknown for a position that no fleet has: below 0 or above `Int32.max`.
    public init(_ value: Int) { word = Int32(exactly: value) ?? -1 }

    public var value: Int? { word < 0 ? nil : Int(word) }
}
