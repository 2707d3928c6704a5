/// The usual answer, a job and no problem, as text. A batch has thousands of them, and a coder takes some microseconds for each: it is left
/// to the others.
extension BatchLine {
    private static let created = Array(#"{"created":true,"id":""#.utf8)
    private static let existing = Array(#"{"created":false,"id":""#.utf8)
    private static let number = Array(#"","line":"#.utf8)

    /// Appends the JSON that a coder with sorted keys writes, without a line end.
    /// - Returns: false, with nothing appended, for an answer of another form.
    public func appendUsual(to bytes: inout [UInt8]) -> Bool {
        guard let id, let created, problem == nil, line > 0, id.utf8.allSatisfy(BatchLine.isOfID) else { return false }
        bytes += created ? BatchLine.created : BatchLine.existing
        bytes.append(contentsOf: id.utf8)
        bytes += BatchLine.number
        bytes.append(contentsOf: String(line).utf8)
        bytes.append(UInt8(ascii: "}"))
        return true
    }

    /// Reads what `appendUsual` wrote; nil for every other text.
    public init?(usual text: ArraySlice<UInt8>) {
        let isCreated = text.starts(with: BatchLine.created)
        guard isCreated || text.starts(with: BatchLine.existing) else { return nil }
        let rest = text.dropFirst((isCreated ? BatchLine.created : BatchLine.existing).count)
        let id = rest.prefix(while: BatchLine.isOfID)
        guard !id.isEmpty, rest[id.endIndex...].starts(with: BatchLine.number) else { return nil }
        let digits = rest[id.endIndex...].dropFirst(BatchLine.number.count).dropLast()
        guard rest.last == UInt8(ascii: "}"), 1...9 ~= digits.count, digits.first != UInt8(ascii: "0") else { return nil }
        var line = 0
        for digit in digits {
            guard BatchLine.isDigit(digit) else { return nil }
            line = line * 10 + Int(digit & 0xF)
        }
        self.init(line: line, id: String(decoding: id, as: UTF8.self), created: isCreated, problem: nil)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

    /// A job's number, and for a task of an array its index.
    private static func isOfID(_ byte: UInt8) -> Bool { isDigit(byte) || byte == UInt8(ascii: "_") }
}
