/// A board's place in an NVLink fabric. Boards with the same cluster and clique reach each other over NVLink, across hosts too.
public struct Fabric: Hashable, Sendable, Codable {
    /// 32 hexadecimal digits in the usual groups.
    public var clusterUUID: String
    public var clique: Int

    public init(clusterUUID: String, clique: Int) {
        self.clusterUUID = clusterUUID
        self.clique = clique
    }
}
