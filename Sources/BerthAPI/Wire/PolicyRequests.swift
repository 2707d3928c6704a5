/// `POST /v1/policy/check`, `/diff` and `/apply`: the whole file.
public struct PolicyRequest: Codable, Hashable, Sendable {
    public var text: String
    /// For messages: `policy.yaml`.
    public var fileName: String
    /// Apply only on top of this revision.
    public var ifRevision: Int?

    public init(text: String, fileName: String, ifRevision: Int?) {
        self.text = text
        self.fileName = fileName
        self.ifRevision = ifRevision
    }

    private enum CodingKeys: String, CodingKey { case text, fileName = "file_name", ifRevision = "if_revision" }
}

/// `POST /v1/policy/scheduled`: the whole file, for later.
public struct PolicyScheduleRequest: Codable, Hashable, Sendable {
    public var text: String
    public var fileName: String
    /// RFC 3339.
    public var due: String
    /// Only if this revision is in force, now and then.
    public var ifRevision: Int?

    public init(text: String, fileName: String, due: String, ifRevision: Int?) {
        self.text = text
        self.fileName = fileName
        self.due = due
        self.ifRevision = ifRevision
    }

    private enum CodingKeys: String, CodingKey { case text, due, fileName = "file_name", ifRevision = "if_revision" }
}

/// `POST /v1/policy/rollback`: an earlier revision becomes the next one.
public struct PolicyRollbackRequest: Codable, Hashable, Sendable {
    public var revision: Int
    /// Only on top of this revision.
    public var ifRevision: Int?

    public init(revision: Int, ifRevision: Int?) {
        self.revision = revision
        self.ifRevision = ifRevision
    }

    private enum CodingKeys: String, CodingKey { case revision, ifRevision = "if_revision" }
}
