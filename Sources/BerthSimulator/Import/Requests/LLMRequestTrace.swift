package import BerthModel

/// Azure's traces of requests to language models: `TIMESTAMP,ContextTokens,GeneratedTokens`.
package struct LLMRequestTrace: TraceSource {
    private var table: TraceTable
    private let arrival: Int
    private let context: Int
    private let generated: Int

    /// A thousand times the longest context there is: what says more is no count.
    private static let tokensMax = 1_000_000_000

    /// - Throws: `inputOutput`; `invalidSyntax` where the first row lacks a column.
    package init(file path: String) throws(BerthError) { try self.init(CSVRows(file: path)) }

    package init(_ rows: CSVRows) throws(BerthError) {
        table = try TraceTable(rows, required: ["TIMESTAMP", "ContextTokens", "GeneratedTokens"])
        arrival = table.columns.place("TIMESTAMP")
        (context, generated) = (table.columns.place("ContextTokens"), table.columns.place("GeneratedTokens"))
    }

    package var report: ImportReport {
        var report = ImportReport(name: table.name)
        (report.rows, report.endsWithinRow) = (table.read, table.endsWithinRow)
        return report
    }

    package mutating func next() throws(BerthError) -> LLMRequest? {
        let (arrival, context, generated) = (arrival, context, generated)
        return try table.next { row throws(BerthError) in
            LLMRequest(
                line: row.line, arrival: try row.moment(arrival, "TIMESTAMP"),
                contextTokens: try row.required(context, "ContextTokens", in: 0...LLMRequestTrace.tokensMax),
                generatedTokens: try row.required(generated, "GeneratedTokens", in: 0...LLMRequestTrace.tokensMax))
        }
    }
}
