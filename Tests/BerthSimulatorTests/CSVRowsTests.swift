import BerthModel
import TestSupport
import Testing

@testable import BerthSimulator

@Suite("Rows of a text table")
struct CSVRowsTests {
    private static func all(_ text: String, separator: Character = ",") throws -> [[String]] {
        var rows = CSVRows(text: text, name: "t.csv", separator: separator)
        var found: [[String]] = []
        while let row = try rows.next() { found.append(row.fields) }
        return found
    }

    private static func refusal(_ text: String) -> BerthError? {
        do {
            _ = try all(text)
            return nil
        } catch { return error as? BerthError }
    }

    @Test("fields keep what stands between separators; ends of lines, empty lines and a byte order mark are no part of them")
    func plain() throws {
        #expect(try CSVRowsTests.all("\u{FEFF}a,b\r\n\n1,\n,2") == [["a", "b"], ["1", ""], ["", "2"]])
        #expect(try CSVRowsTests.all("a b\tc,d\n", separator: "\t") == [["a b", "c,d"]])
        #expect(try CSVRowsTests.all("") == [])
    }

    @Test("in quotes the separator and doubled quotes are text")
    func quotes() throws {
        #expect(try CSVRowsTests.all("\"a,b\",\"say \"\"so\"\"\",\"\",é\n") == [["a,b", "say \"so\"", "", "é"]])
        #expect(CSVRowsTests.refusal("a\n\"b\n")?.description == "t.csv:2: a quote is not closed on its line")
    }

    @Test("a file is read in blocks: rows across their borders are whole, and its last row may lack its end")
    func blocks() throws {
        let directory = try TemporaryDirectory()
        let count = 30_000
        let text = (0..<count).map { "row \($0),\($0 * 7)" }.joined(separator: "\n")
        var rows = try CSVRows(file: try directory.write(text, to: "rows.csv"))
        for index in 0..<count {
            let row = try #require(try rows.next())
            try #require(row.fields == ["row \(index)", "\(index * 7)"] && row.line == index + 1)
        }
        #expect(try rows.next() == nil)
        #expect(rows.endsWithinRow)
        #expect(text.utf8.count > 5 * 65_536)
    }

    @Test("what is no text table is refused: no line ends, bytes that are not UTF-8, no such file")
    func refusals() throws {
        #expect(CSVRowsTests.refusal(String(repeating: "x", count: CSVRows.rowBytesMax + 1))?.hint == "is this a text table?")
        let bytes: [UInt8] = [0x61, 0xFF]
        #expect(throws: BerthError.self) { try CSVRow(bytes, file: "t.csv", line: 1, separator: 0x2C) }
        #expect(throws: BerthError.self) { try CSVRows(file: "/nowhere/at all.csv") }
    }

    @Test("numbers are read with their column's name, and columns are found by the names in the first row")
    func columns() throws {
        var rows = CSVRows(text: "name,count,extra\na,-3,\nb,x,\nc,900,9\nd\n", name: "t.csv")
        let columns = try CSVColumns(&rows, required: ["name", "count"])
        #expect(columns["extra"] == 2 && columns["other"] == nil && columns.place("count") == 1)
        func read() throws -> String {
            let row = try #require(try rows.next())
            do {
                try row.require(columns.count)
                return "\(try row.integer(1, "count", in: 0...100) ?? 0)"
            } catch { return error.description }
        }
        #expect(try read() == "t.csv:2: count -3 is negative")
        #expect(try read() == "t.csv:3: count \"x\" is not a whole number")
        #expect(try read() == "t.csv:4: count 900 is not in 0...100")
        #expect(try read() == "t.csv:5: the row has 1 of 3 fields: it is cut short")
        var twice = CSVRows(text: "a,a\n", name: "t.csv")
        #expect(throws: BerthError.self) { try CSVColumns(&twice, required: []) }
        var missing = CSVRows(text: "a,b\n", name: "t.csv")
        #expect(throws: BerthError.self) { try CSVColumns(&missing, required: ["c"]) }
    }
}
