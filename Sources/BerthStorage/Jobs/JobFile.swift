public import BerthModel

/// Job files: strict YAML or JSON to `JobSpec` and back (`docs/spec/job-file.md`).
public enum JobFile {
    /// What a job gets where its file does not say.
    public struct Defaults: Sendable {
        /// Where the job starts; nil: the file must say.
        public var directory: String?
        /// What `now+2h` and `06:00` are read against; nil: only absolute times are read.
        public var time: TimeReference?

        public init(directory: String? = nil, time: TimeReference? = nil) {
            self.directory = directory
            self.time = time
        }
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

    /// Reads the lines of a batch. Kept for all of them, for its memory of what their texts mean.
    public struct LineReader: Sendable {
        private let defaults: Defaults
        private var values = ValueMemory()

        public init(_ defaults: Defaults) { self.defaults = defaults }

        /// - Parameter range: of the line among the bytes.
        /// - Throws: as `decodeJSON`.
        public mutating func read(_ bytes: [UInt8], _ range: Range<Int>) throws(BerthError) -> JobSpec {
            if range.count <= Limits.jobBytesMax, let spec = JobLineReader.read(bytes, range, defaults, &values) { return spec }
            return try decodeJSON(Array(bytes[range]), fileName: nil, defaults: defaults)
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
