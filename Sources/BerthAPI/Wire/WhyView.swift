public import BerthModel

/// `GET /v1/jobs/{id}/why`: every blocker, the leading one first.
public struct WhyView: Codable, Hashable, Sendable {
    public var id: String
    public var state: String
    /// One sentence: what it asks for and how it stands.
    public var summary: String
    public var blockers: [BlockerView]
    /// What was looked at and is no problem.
    public var cleared: [String]
    /// The smallest change with which it would start now; absent where only time or somebody else helps.
    public var change: String?
    /// What its kinds are compared by, one phrase each; absent where they are not compared.
    public var kinds: [String]?
    /// The journal position that it was computed at.
    public var sequence: UInt64

    public init(
        id: String, state: String, summary: String, blockers: [BlockerView], cleared: [String], change: String? = nil,
        kinds: [String]? = nil, sequence: UInt64
    ) {
        self.kinds = kinds
        self.id = id
        self.state = state
        self.summary = summary
        self.blockers = blockers
        self.cleared = cleared
        self.change = change
        self.sequence = sequence
    }

    private enum CodingKeys: String, CodingKey { case id, state, summary, blockers, cleared, change, kinds, sequence = "seq" }
}

/// One blocker on the wire.
public struct BlockerView: Codable, Hashable, Sendable {
    public var code: String
    public var tier: Int
    public var fixableBy: String
    public var message: String
    public var need: Int?
    public var have: Int?
    public var unit: String?
    public var domain: String?
    public var clearsWhen: [String]
    public var hint: String?

    public init(_ blocker: Blocker) {
        code = blocker.code.rawValue
        tier = blocker.code.tier
        fixableBy = blocker.code.fixableBy.rawValue
        message = blocker.message
        need = blocker.need
        have = blocker.have
        unit = blocker.unit
        domain = blocker.domain
        clearsWhen = blocker.clearsWhen
        hint = blocker.hint
    }

    private enum CodingKeys: String, CodingKey {
        case code, tier, message, need, have, unit, domain, hint, fixableBy = "fixable_by", clearsWhen = "clears_when"
    }
}
