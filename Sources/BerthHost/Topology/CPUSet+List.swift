public import BerthModel

extension CPUSet: CustomStringConvertible {
    /// The kernel's list form, exactly as in `/proc/PID/status`: ascending, runs as `first-last`, and empty for the empty set.
    public var description: String {
        var runs: [(first: Int, last: Int)] = []
        for index in indexes {
            if let run = runs.last, run.last + 1 == index { runs[runs.count - 1].last = index } else { runs.append((index, index)) }
        }
        return runs.map { $0.first == $0.last ? "\($0.first)" : "\($0.first)-\($0.last)" }.joined(separator: ",")
    }
}

extension CPUSet {
    /// Reads the list form `0-3,8`; spaces around numbers and one final line end are allowed, order and repeats do not matter.
    /// - Throws: `BerthError` with code `invalidQuantity`, naming the part that is wrong.
    public init(parsing text: String) throws(BerthError) {
        self.init()
        let trimmed = text.trimmed
        if trimmed.isEmpty { return }
        for part in trimmed.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map { CPUSet.index(String($0).trimmed) }
            guard let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last else {
                throw BerthError(
                    .invalidQuantity, "the CPU list \"\(trimmed)\" has the part \"\(part)\"", hint: "write numbers and ranges, as in 0-3,8")
            }
            for index in first...last { insert(index) }
        }
    }

    private static func index(_ text: String) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return Int(text).flatMap { $0 <= indexMax ? $0 : nil }
    }
}

extension CPUSet: Codable {
    /// Encoded as the list form.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        try self.init(parsing: container.decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension String {
    /// Without white space at either end: sysfs ends every file with a line feed.
    var trimmed: String {
        let inner = drop { $0.isWhitespace }
        guard let end = inner.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(inner[...end])
    }
}
