extension AcceleratorRequest {
    /// Reads `h200:8`, `h200` for one device, and what else may be said of a device behind it: `h100:mig=3g.40gb`,
    /// `h100:fraction=250/20GiB`, `trn2:16:lnc=1`.
    /// - Throws: `BerthError` with code `invalidQuantity` or `invalidName`.
    public init(parsing text: String) throws(BerthError) {
        var parts = text.filter { $0 != " " }.split(separator: ":", omittingEmptySubsequences: false)[...]
        self.init(kind: try KindName(String(parts.removeFirst())), count: 1)
        if let first = parts.first, !first.contains("=") {
            guard let count = Digits.value(first, places: 6), count > 0 else {
                throw BerthError(
                    .invalidQuantity, "\"\(first)\" is not a number of devices in \"\(text)\": write KIND:COUNT like \"h200:8\"")
            }
            self.count = count
            parts.removeFirst()
        }
        for part in parts {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            switch (pair[0], pair.count) {
            case ("mig", 2) where partition == nil && !pair[1].isEmpty: partition = .mig(String(pair[1]))
            case ("fraction", 2) where partition == nil: partition = try AcceleratorRequest.fraction(pair[1], of: text)
            case ("lnc", 2) where lnc == nil: lnc = Digits.value(pair[1], places: 1)
            default: throw AcceleratorRequest.refuse(text)
            }
            if pair[0] == "lnc", lnc == nil { throw AcceleratorRequest.refuse(text) }
        }
    }

    /// `250/20GiB`: thousandths of the device's time and memory.
    private static func fraction(_ part: Substring, of text: String) throws(BerthError) -> PartitionRequest {
        let values = part.split(separator: "/", omittingEmptySubsequences: false)
        guard values.count == 2, let count = Digits.value(values[0], places: 6) else { throw refuse(text) }
        return .thousandths(count, memory: try Bytes(parsing: String(values[1])))
    }

    private static func refuse(_ text: String) -> BerthError {
        BerthError(
            .invalidQuantity, "\"\(text.prefix(80))\" is not a device request: write KIND:COUNT like \"h200:8\"",
            hint: "a part of a device is \"h100:mig=3g.40gb\" or \"h100:fraction=250/20GiB\", a core size \"trn2:16:lnc=1\"")
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
