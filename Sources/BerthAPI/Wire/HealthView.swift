/// `GET /livez` and `/readyz`.
public struct HealthView: Codable, Hashable, Sendable {
    /// `ok`.
    public var status: String
    public init(status: String) { self.status = status }
}
