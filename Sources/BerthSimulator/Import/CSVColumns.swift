package import BerthModel

/// Where the columns of a table stand, by the names in its first row: a trace of the same family may have fewer columns, or others between.
package struct CSVColumns {
    /// Of each row.
    package let count: Int
    private let places: [String: Int]

    /// Reads the first row.
    /// - Throws: `invalidSyntax` when there is none, when a name stands twice, and when one of `required` is missing.
    package init(_ rows: inout CSVRows, required: [String]) throws(BerthError) {
        guard let row = try rows.next() else { throw BerthError(.invalidSyntax, "the file has no rows", field: rows.name) }
        var places: [String: Int] = [:]
        for (place, name) in row.fields.enumerated() where places.updateValue(place, forKey: name) != nil {
            throw row.fault("the column \"\(name)\" stands twice")
        }
        for name in required where places[name] == nil {
            throw row.fault("there is no column \"\(name)\"", hint: "the first row names the columns")
        }
        (count, self.places) = (row.fields.count, places)
    }

    /// The place of a column, nil where the table has none of that name.
    package subscript(name: String) -> Int? { places[name] }

    /// The place of a required column.
    package func place(_ name: String) -> Int {
        guard let place = places[name] else { preconditionFailure("the column \"\(name)\" was not required") }
        return place
    }
}
