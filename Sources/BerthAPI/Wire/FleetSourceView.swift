/// `GET /v1/fleet`: the fleet file as the daemon read it.
public struct FleetSourceView: Codable, Hashable, Sendable {
    /// Absent where the fleet is this host, which has no file.
    public var text: String?
    public var fileName: String

    public init(text: String?, fileName: String) {
        self.text = text
        self.fileName = fileName
    }

    private enum CodingKeys: String, CodingKey { case text, fileName = "file_name" }
}
