import BerthModel

extension CSVRow {
    /// The moment in a column, UTC where it names no zone.
    func moment(_ index: Int, _ column: String) throws(BerthError) -> Timestamp {
        guard let moment = TraceTime.moment(fields[index]) else {
            throw fault("\(column) \"\(fields[index].prefix(40))\" is not a time like 2017-10-09 07:01:55")
        }
        return moment
    }

    /// The seconds in a column, with or without decimals, negative ones too.
    func span(_ index: Int, _ column: String) throws(BerthError) -> Duration {
        guard let span = TraceTime.span(fields[index]) else {
            throw fault("\(column) \"\(fields[index].prefix(40))\" is not a number of seconds")
        }
        return span
    }

    /// The whole number in a column.
    func required(_ index: Int, _ column: String, in range: ClosedRange<Int>) throws(BerthError) -> Int {
        guard let value = try integer(index, column, in: range) else { throw fault("\(column) is empty") }
        return value
    }
}
