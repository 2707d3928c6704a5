package import BerthModel

extension Document {
    /// Reads one JSON value.
    /// - Throws: `BerthError` with code `invalidSyntax` at the place of the fault, or `bodyTooLarge`.
    package static func json(_ bytes: [UInt8], fileName: String?, limit: Int, what: String) throws(BerthError) -> Document {
        guard bytes.count <= limit else {
            throw BerthError(
                .bodyTooLarge, "the \(what) has \(Bytes(Int64(bytes.count))); at most \(Bytes(Int64(limit))) are read", field: fileName)
        }
        do {
            return Document(fileName: fileName, root: try JSONReader.read(bytes))
        } catch {
            throw Document.error(error, fileName: fileName, root: nil)
        }
    }
}
