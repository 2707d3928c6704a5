/// Devices that each member asks for: one alternative of a job.
public struct AcceleratorRequest: Hashable, Sendable, Codable {
    public var kind: KindName
    /// Devices a member, on one node, 1…16.
    public var count: Int

    public init(kind: KindName, count: Int) {
        self.kind = kind
        self.count = count
    }
}

extension AcceleratorRequest: CustomStringConvertible {
    public var description: String { "\(kind):\(count)" }
}

extension AcceleratorRequest {
    /// Reads `h200:8`, or `h200` for one device.
    /// - Throws: `BerthError` with code `invalidQuantity` or `invalidName`.
    public init(parsing text: String) throws(BerthError) {
        let parts = text.filter { $0 != " " }.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count) else {
            throw BerthError(.invalidQuantity, "\"\(text)\" is not a device request: write KIND:COUNT like \"h200:8\"")
        }
        let kind = try KindName(String(parts[0]))
        guard parts.count == 2 else {
            self.init(kind: kind, count: 1)
            return
        }
        guard let count = Digits.value(parts[1], places: 6), count > 0 else {
            throw BerthError(
                .invalidQuantity, "\"\(parts[1])\" is not a number of devices in \"\(text)\": write KIND:COUNT like \"h200:8\"")
        }
        self.init(kind: kind, count: count)
    }

    /// Reads alternatives in order of preference: `h200:8 | trn2:16`.
    public static func alternatives(parsing text: String) throws(BerthError) -> [AcceleratorRequest] {
        var requests: [AcceleratorRequest] = []
        for part in text.split(separator: "|", omittingEmptySubsequences: false) {
            requests.append(try AcceleratorRequest(parsing: String(part)))
        }
        return requests
    }
}
