/// `GET /v1/policy`, one of its revisions, and the answer to apply.
public struct PolicyView: Codable, Hashable, Sendable {
    public var revision: Int
    public var by: String
    public var at: String
    /// For those who may read it.
    public var text: String?
    /// Of the text, 16 hexadecimal digits: `berth policy check` prints the same for the same bytes.
    public var checksum: String?
    /// Where it comes from, where that is no file.
    public var note: String?
    /// After apply: what stands above the new limits and budgets, and what follows.
    public var consequences: [String]?

    public init(
        revision: Int, by: String, at: String, text: String?, checksum: String? = nil, note: String? = nil, consequences: [String]? = nil
    ) {
        self.revision = revision
        self.by = by
        self.at = at
        self.text = text
        self.checksum = checksum
        self.note = note
        self.consequences = consequences
    }
}

/// `GET /v1/policy/revisions`: without their texts, the newest first.
public struct PolicyRevisionList: Codable, Hashable, Sendable {
    public var revisions: [PolicyView]
    public init(revisions: [PolicyView]) { self.revisions = revisions }
}

/// A policy that will take effect.
public struct ScheduledPolicyView: Codable, Hashable, Sendable {
    public var number: Int
    public var due: String
    public var by: String
    /// When it was scheduled.
    public var at: String
    public var ifRevision: Int?
    public var checksum: String
    /// For those who may read it.
    public var text: String?

    public init(number: Int, due: String, by: String, at: String, ifRevision: Int?, checksum: String, text: String?) {
        self.number = number
        self.due = due
        self.by = by
        self.at = at
        self.ifRevision = ifRevision
        self.checksum = checksum
        self.text = text
    }

    private enum CodingKeys: String, CodingKey { case number, due, by, at, checksum, text, ifRevision = "if_revision" }
}

/// `GET /v1/policy/scheduled`, the soonest first.
public struct ScheduledPolicyList: Codable, Hashable, Sendable {
    public var scheduled: [ScheduledPolicyView]
    public init(scheduled: [ScheduledPolicyView]) { self.scheduled = scheduled }
}

/// `POST /v1/policy/diff`: what a file would change.
public struct PolicyDiffView: Codable, Hashable, Sendable {
    public struct Change: Codable, Hashable, Sendable {
        /// `agency noaa`, `budget hall-2`, `policy`.
        public var subject: String
        /// `limits.h200`; empty for all of the subject.
        public var key: String
        /// Absent for what is new.
        public var old: String?
        /// Absent for what is gone.
        public var new: String?

        public init(subject: String, key: String, old: String?, new: String?) {
            self.subject = subject
            self.key = key
            self.old = old
            self.new = new
        }
    }

    /// The revision in force.
    public var revision: Int
    public var changes: [Change]
    /// What stands above the new limits and budgets, and what follows.
    public var consequences: [String]

    public init(revision: Int, changes: [Change], consequences: [String]) {
        self.revision = revision
        self.changes = changes
        self.consequences = consequences
    }
}
