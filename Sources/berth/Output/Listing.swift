import BerthModel

/// One column of a listing: its word for `-o table=`, its heading and its cells.
struct Column<Row>: Sendable {
    var name: String
    var heading: String
    var isRight: Bool
    var cell: @Sendable (Row) -> String

    init(_ name: String, heading: String? = nil, right: Bool = false, _ cell: @escaping @Sendable (Row) -> String) {
        self.name = name
        self.heading = heading ?? name
        self.isRight = right
        self.cell = cell
    }
}

/// How rows of one kind are listed in every format. A new format is a compile error here, so no verb can miss it.
struct Listing<Row, Value: Encodable>: Sendable {
    var columns: [Column<Row>]
    /// Columns of the plain table; `wide` adds all others.
    var usual: [String]
    /// What `-o name` prints.
    var name: @Sendable (Row) -> String
    /// A row as an object of the API.
    var value: @Sendable (Row) -> Value
    /// The name of the list in JSON and YAML: `{"jobs": [...]}`.
    var key: String

    /// - Throws: `BerthError` with code `usage` for an unknown column.
    func text(_ rows: [Row], _ format: OutputFormat, withHeader: Bool = true) throws(BerthError) -> String {
        switch format {
        case .table: return table(rows, try chosen(usual), withHeader)
        case .wide: return table(rows, try chosen(usual) + columns.filter { !usual.contains($0.name) }, withHeader)
        case .columns(let names): return table(rows, try chosen(names), withHeader)
        case .squeue(let fields): return try squeue(rows, fields, withHeader)
        case .name: return rows.map { name($0) + "\n" }.joined()
        case .json: return try Structured.json([key: rows.map(value)])
        case .ndjson: return try Structured.ndjson(rows.map(value))
        case .yaml: return try Structured.yaml([key: rows.map(value)])
        }
    }

    private func chosen(_ names: [String]) throws(BerthError) -> [Column<Row>] {
        var chosen: [Column<Row>] = []
        for name in names {
            guard let column = columns.first(where: { $0.name == name }) else {
                let known = columns.map(\.name)
                let near = Spelling.nearest(to: name, among: known).map { "did you mean \"\($0)\"?" }
                throw BerthError(.usage, "there is no column \"\(name)\"", hint: near ?? "known: \(known.joined(separator: ","))")
            }
            chosen.append(column)
        }
        return chosen
    }

    private func table(_ rows: [Row], _ columns: [Column<Row>], _ withHeader: Bool) -> String {
        let right = Set(columns.indices.filter { columns[$0].isRight })
        return Table(header: columns.map(\.heading), right: right, rows: rows.map { row in columns.map { Plain.cell($0.cell(row)) } })
            .text(withHeader: withHeader)
    }

    private func squeue(_ rows: [Row], _ fields: [SqueueField], _ withHeader: Bool) throws(BerthError) -> String {
        let columns = try chosen(fields.map(\.column))
        func line(_ cells: [String]) -> String { zip(fields, cells).map { $0.text(of: Plain.cell($1)) }.joined() + "\n" }
        return (withHeader ? line(columns.map(\.name)) : "") + rows.map { row in line(columns.map { $0.cell(row) }) }.joined()
    }
}

/// Text of others made safe for a terminal.
enum Plain {
    /// Control characters, which could move the cursor or colour the screen, become "?".
    static func cell(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? "?" : $0 }))
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.value < 32 || (127..<160).contains(scalar.value) }
}
