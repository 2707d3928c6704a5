public import BerthModel

/// Job files: strict YAML or JSON to `JobSpec` and back (`docs/spec/job-file.md`).
public enum JobFile {
    /// What a job gets where its file does not say.
    public struct Defaults: Sendable {
        /// Where the job starts; nil: the file must say.
        public var directory: String?

        public init(directory: String? = nil) { self.directory = directory }
    }

    /// Reads one job, YAML or JSON.
    /// - Parameter fileName: for messages; nil for a request, whose faults are named by JSON pointers.
    /// - Throws: `BerthError` with code `invalidSyntax`, `unknownKey`, `invalidQuantity`, `invalidName`, `invalidJob` or `bodyTooLarge`.
    public static func decode(_ text: String, fileName: String?, defaults: Defaults = Defaults()) throws(BerthError) -> JobSpec {
        try spec(of: Document.yaml(text, fileName: fileName, limit: Limits.jobBytesMax, what: "job"), defaults)
    }

    /// Reads one job as JSON, some four times as fast as YAML.
    public static func decodeJSON(_ bytes: [UInt8], fileName: String?, defaults: Defaults = Defaults()) throws(BerthError) -> JobSpec {
        try spec(of: Document.json(bytes, fileName: fileName, limit: Limits.jobBytesMax, what: "job"), defaults)
    }

    /// Reads one JSON job a line (NDJSON); empty lines are skipped.
    /// - Throws: what `decodeJSON` throws for the first wrong line, and `bodyTooLarge` beyond `Limits.bodyBytesMax` or
    ///   `Limits.batchJobsMax` jobs. Without a file name the field is `line 12: /nodes`.
    /// - Complexity: O(bytes), a few microseconds a job.
    public static func decodeLines(_ bytes: [UInt8], fileName: String?, defaults: Defaults = Defaults()) throws(BerthError) -> [JobSpec] {
        guard bytes.count <= Limits.bodyBytesMax else {
            let size = Bytes(Int64(bytes.count))
            throw BerthError(
                .bodyTooLarge, "the batch has \(size); at most \(Bytes(Int64(Limits.bodyBytesMax))) are read", field: fileName,
                hint: "send it in parts")
        }
        var specs: [JobSpec] = []
        var line = 0
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            line += 1
            if bytes[start..<end].contains(where: { $0 > 0x20 }) {
                guard specs.count < Limits.batchJobsMax else {
                    throw BerthError(
                        .bodyTooLarge, "the batch has more than \(Limits.batchJobsMax) jobs", field: fileName, hint: "send it in parts")
                }
                specs.append(try lineSpec(bytes, start..<end, line: line, fileName: fileName, defaults))
            }
            start = end + 1
        }
        return specs
    }

    private static func lineSpec(
        _ bytes: [UInt8], _ range: Range<Int>, line: Int, fileName: String?, _ defaults: Defaults
    ) throws(BerthError) -> JobSpec {
        do {
            return try spec(of: document(bytes, range, line: line, fileName: fileName), defaults)
        } catch {
            guard fileName == nil else { throw error }
            // Without a file there is a pointer into the job, or LINE:COLUMN where it could not be read.
            var placed = error
            placed.field = error.field.map { $0.isEmpty || $0.first == "/" ? "line \(line): \($0)" : "line \($0)" } ?? "line \(line)"
            throw placed
        }
    }

    private static func document(_ bytes: [UInt8], _ range: Range<Int>, line: Int, fileName: String?) throws(BerthError) -> Document {
        guard range.count <= Limits.jobBytesMax else {
            throw BerthError(
                .bodyTooLarge, "the job has \(Bytes(Int64(range.count))); at most \(Bytes(Int64(Limits.jobBytesMax))) are read")
        }
        do {
            return Document(fileName: fileName, root: try JSONReader.read(bytes, range: range, line: line))
        } catch {
            throw Document.error(error, fileName: fileName, root: nil)
        }
    }

    private static func spec(of document: Document, _ defaults: Defaults) throws(BerthError) -> JobSpec {
        let spec = try document.read { root throws(DocumentFault) in try JobReader(root, defaults).spec() }
        do {
            try spec.validate()
        } catch {
            throw document.placing(error)
        }
        return spec
    }
}
