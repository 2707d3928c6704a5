package import BerthModel
import BerthSystem

/// The rows of a text table, one at a time: memory is one block of the file and one row, however long the file is.
///
/// A row ends with LF or CRLF. Where commas part the fields, one may stand in double quotes, in which the separator and doubled
/// quotes are text; a row is always one line. Empty lines are passed by. A byte order mark before the first row is taken off.
package struct CSVRows {
    /// Of one row: a thousand times what a row of any trace has. A file without line ends is no table.
    package static let rowBytesMax = 1 << 20
    private static let blockBytes = 1 << 16

    /// As it stands in errors: the path, or the name given to a text.
    package let name: String
    /// The number of the row read last, from 1; empty lines count.
    package private(set) var line = 0
    /// Whether the file ended within its last row, before a line end: the row may have lost its tail.
    package private(set) var endsWithinRow = false

    private let separator: UInt8
    private let file: FileDescriptor?
    private var block: [UInt8]
    private var position = 0

    /// - Throws: `inputOutput` with the kernel's reason when the file cannot be opened.
    package init(file path: String, separator: Character = ",") throws(BerthError) {
        do { file = try FileDescriptor.open(path, [.read]) } catch {
            throw BerthError(.inputOutput, "\(error)", cause: error)
        }
        (name, block) = (path, [])
        self.separator = CSVRows.byte(separator)
    }

    /// Rows of a text that is held already.
    package init(text: String, name: String, separator: Character = ",") {
        (self.name, file, block) = (name, nil, Array(text.utf8))
        self.separator = CSVRows.byte(separator)
    }

    private static func byte(_ separator: Character) -> UInt8 {
        guard let byte = separator.asciiValue else { preconditionFailure("the separator \"\(separator)\" is not ASCII") }
        return byte
    }

    /// The next row that is not empty; nil after the last.
    /// - Complexity: O(bytes of the row).
    /// - Throws: `inputOutput` when reading fails; `invalidSyntax` for a row that is too long, has an open quote or is not UTF-8.
    package mutating func next() throws(BerthError) -> CSVRow? {
        while var bytes = try nextLine() {
            if line == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
            if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
            if bytes.isEmpty { continue }
            return try CSVRow(bytes, file: name, line: line, separator: separator)
        }
        return nil
    }

    private mutating func nextLine() throws(BerthError) -> [UInt8]? {
        var bytes: [UInt8] = []
        while true {
            if position == block.count, !(try refill()) {
                guard !bytes.isEmpty else { return nil }
                endsWithinRow = true
                line += 1
                return bytes
            }
            let rest = block[position...]
            let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? block.endIndex
            guard bytes.count + (end - position) <= CSVRows.rowBytesMax else {
                throw BerthError(
                    .invalidSyntax, "a row is longer than \(CSVRows.rowBytesMax) bytes", field: "\(name):\(line + 1)",
                    hint: "is this a text table?")
            }
            bytes += block[position..<end]
            position = min(end + 1, block.endIndex)
            if end < block.endIndex {
                line += 1
                return bytes
            }
        }
    }

    /// Whether there was another block.
    private mutating func refill() throws(BerthError) -> Bool {
        guard let file else { return false }
        do { block = try file.read(upTo: CSVRows.blockBytes) ?? [] } catch {
            throw BerthError(.inputOutput, "\(error)", field: name, cause: error)
        }
        position = 0
        return !block.isEmpty
    }
}
