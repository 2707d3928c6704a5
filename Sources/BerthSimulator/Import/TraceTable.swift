import BerthModel

/// The rows of a trace whose first row names its columns, with errors that say so where the file was cut.
struct TraceTable {
    private var rows: CSVRows
    let columns: CSVColumns
    private(set) var read = 0

    /// - Throws: `inputOutput`; `invalidSyntax` where the first row lacks one of `required`.
    init(file path: String, separator: Character = ",", required: [String]) throws(BerthError) {
        try self.init(CSVRows(file: path, separator: separator), required: required)
    }

    init(_ rows: CSVRows, required: [String]) throws(BerthError) {
        var rows = rows
        columns = try CSVColumns(&rows, required: required)
        self.rows = rows
    }

    var name: String { rows.name }
    var endsWithinRow: Bool { rows.endsWithinRow }

    /// The next row, which may have too few or too many fields; nil after the last.
    mutating func nextRaw() throws(BerthError) -> CSVRow? {
        guard let row = try rows.next() else { return nil }
        read += 1
        return row
    }

    /// Reads one thing of the next row, which has all its fields; nil after the last.
    mutating func next<Value>(_ body: (CSVRow) throws(BerthError) -> Value) throws(BerthError) -> Value? {
        guard let row = try nextRaw() else { return nil }
        do {
            try row.require(columns.count)
            return try body(row)
        } catch {
            throw explaining(error)
        }
    }

    /// Says of an error in the last row that the file ends within it.
    func explaining(_ error: BerthError) -> BerthError { rows.explaining(error) }
}

extension CSVRows {
    /// Says of an error in the last row that the file ends within it, where it does.
    func explaining(_ error: BerthError) -> BerthError {
        guard endsWithinRow, error.hint == nil else { return error }
        var explained = error
        explained.hint = "the file ends within this row: it was cut short; fetch it again"
        return explained
    }
}
