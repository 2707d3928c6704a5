package import BerthModel

/// One row of a table: its fields as text or as numbers, each error with the file, the line and the column's name.
package struct CSVRow {
    package let file: String
    /// From 1.
    package let line: Int
    package let fields: [String]

    /// - Throws: `invalidSyntax` for a quote that is not closed and for bytes that are not UTF-8.
    init(_ bytes: [UInt8], file: String, line: Int, separator: UInt8) throws(BerthError) {
        (self.file, self.line) = (file, line)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw BerthError(.invalidSyntax, "the row is not UTF-8", field: "\(file):\(line)")
        }
        // Programs that part fields by other characters write quotes as text, closed or not.
        if separator == UInt8(ascii: ","), bytes.contains(UInt8(ascii: "\"")) {
            guard let fields = CSVRow.unquoted(bytes, separator: separator) else {
                throw BerthError(.invalidSyntax, "a quote is not closed on its line", field: "\(file):\(line)")
            }
            self.fields = fields
        } else {
            let separator = Character(Unicode.Scalar(separator))
            fields = text.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// The fields of a row with quotes in it; nil when one stays open. The bytes are valid UTF-8, and so is every part between ASCII bytes.
    private static func unquoted(_ bytes: [UInt8], separator: UInt8) -> [String]? {
        let quote = UInt8(ascii: "\"")
        var fields: [String] = []
        var field: [UInt8] = []
        var (isQuoted, index) = (false, 0)
        while index < bytes.count {
            let byte = bytes[index]
            if byte == quote, isQuoted, index + 1 < bytes.count, bytes[index + 1] == quote {
                field.append(quote)
                index += 1
            } else if byte == quote {
                isQuoted.toggle()
            } else if byte == separator, !isQuoted {
                fields.append(String(decoding: field, as: UTF8.self))
                field.removeAll(keepingCapacity: true)
            } else {
                field.append(byte)
            }
            index += 1
        }
        guard !isQuoted else { return nil }
        return fields + [String(decoding: field, as: UTF8.self)]
    }

    /// - Throws: `invalidSyntax` unless the row has as many fields as the table has columns.
    package func require(_ count: Int) throws(BerthError) {
        if fields.count != count {
            let reason = fields.count < count ? "it is cut short" : "it has too many"
            throw BerthError(.invalidSyntax, "the row has \(fields.count) of \(count) fields: \(reason)", field: "\(file):\(line)")
        }
    }

    /// The whole number in a column; nil for an empty field.
    /// - Throws: `invalidSyntax` for what is no number, and for one outside `range`.
    package func integer(_ index: Int, _ column: String, in range: ClosedRange<Int>) throws(BerthError) -> Int? {
        let text = fields[index]
        if text.isEmpty { return nil }
        guard let value = Int(text) else { throw fault("\(column) \"\(text)\" is not a whole number") }
        guard range.contains(value) else {
            throw fault(value < 0 && range.lowerBound >= 0 ? "\(column) \(value) is negative" : "\(column) \(value) is not in \(range)")
        }
        return value
    }

    /// An error at this row.
    package func fault(_ message: String, code: ErrorCode = .invalidSyntax, hint: String? = nil) -> BerthError {
        BerthError(code, message, field: "\(file):\(line)", hint: hint)
    }
}
