/// An entry of the user database (passwd(5)).
public struct User: Hashable, Sendable {
    public let id: UInt32
    public let name: String
    public let primaryGroup: UInt32
    public let home: String
    public let shell: String
}
