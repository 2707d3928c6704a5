/// A table for people: columns two spaces apart, the last one as long as it likes, no line ends in spaces.
struct Table {
    enum Side: Sendable { case left, right }

    var header: [String]
    var rows: [[String]]
    var sides: [Side]

    /// - Parameter right: the columns, by position, whose cells stand at the right.
    init(header: [String], right: Set<Int> = [], rows: [[String]] = []) {
        self.header = header
        self.rows = rows
        self.sides = header.indices.map { right.contains($0) ? .right : .left }
    }

    /// The text, each line with its end. - Complexity: O(cells).
    func text(withHeader: Bool = true) -> String {
        let lines = (withHeader ? [header] : []) + rows
        let widths = header.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { cells in
            var line = ""
            for (column, cell) in cells.enumerated() {
                let fill = String(repeating: " ", count: widths[column] - cell.count)
                line += (column > 0 ? "  " : "") + (sides[column] == .right ? fill + cell : cell + fill)
            }
            return Table.trimmed(line) + "\n"
        }.joined()
    }

    private static func trimmed(_ line: String) -> Substring {
        guard let last = line.lastIndex(where: { $0 != " " }) else { return "" }
        return line[...last]
    }
}
