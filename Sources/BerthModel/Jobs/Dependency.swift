/// What a job waits for: another job reaching some point. On an array it means all of its tasks.
public struct Dependency: Hashable, Sendable {
    public enum Condition: String, Hashable, Sendable, CaseIterable {
        /// The other job has started, or ended without starting.
        case after
        /// The other job has succeeded.
        case afterOK = "afterok"
        /// The other job has ended without success.
        case afterNotOK = "afternotok"
        /// The other job has ended, however.
        case afterAny = "afterany"
    }

    public var condition: Condition
    public var job: JobID

    public init(_ condition: Condition, _ job: JobID) {
        self.condition = condition
        self.job = job
    }
}

extension Dependency: CustomStringConvertible {
    public var description: String { "\(condition.rawValue):\(job)" }
}

extension Dependency: Codable {
    public init(from decoder: any Decoder) throws { try self.init(parsing: decoder.singleValueContainer().decode(String.self)) }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Dependency {
    /// Reads `afterok:41`.
    /// - Throws: `BerthError` with code `invalidJob`.
    public init(parsing text: String) throws(BerthError) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let known = Condition.allCases.map(\.rawValue)
        guard parts.count == 2, let job = JobID(parts[1]) else {
            throw BerthError(.invalidJob, "\"\(text)\" is not a dependency: write CONDITION:ID like \"afterok:41\"")
        }
        guard let condition = Condition(rawValue: parts[0]) else {
            let near =
                Spelling.nearest(to: parts[0], among: known).map { "did you mean \"\($0)\"?" } ?? "known: \(known.joined(separator: ", "))"
            throw BerthError(.invalidJob, "\"\(parts[0])\" is not a dependency condition", hint: near)
        }
        self.init(condition, job)
    }

    /// Reads Slurm's lists: `afterok:41:42,afterany:43`.
    public static func list(parsing text: String) throws(BerthError) -> [Dependency] {
        var dependencies: [Dependency] = []
        for group in text.split(separator: ",") {
            let parts = group.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count >= 2 else {
                throw BerthError(.invalidJob, "\"\(group)\" is not a dependency: write CONDITION:ID like \"afterok:41\"")
            }
            for id in parts.dropFirst() { dependencies.append(try Dependency(parsing: "\(parts[0]):\(id)")) }
        }
        return dependencies
    }
}
