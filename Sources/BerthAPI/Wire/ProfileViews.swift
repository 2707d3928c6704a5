/// `GET /v1/profiles`: what is known of workloads on each kind, for those who may read the policy.
public struct ProfileList: Codable, Hashable, Sendable {
    public var profiles: [ProfileView]
    /// Figures of the policy that do not go with what jobs took, one sentence each.
    public var disagreements: [String]

    public init(profiles: [ProfileView], disagreements: [String]) {
        self.profiles = profiles
        self.disagreements = disagreements
    }
}

/// One workload on one kind.
public struct ProfileView: Codable, Hashable, Sendable {
    public var workload: String
    /// Of the jobs that were compared.
    public var members: Int
    public var kind: String
    /// Devices of a member.
    public var slots: Int
    /// In thousandths; absent where nobody knows.
    public var throughputThousandths: Int?
    /// Absent where all figures of the workload are learnt: then only their ratios mean something.
    public var unit: String?
    /// `policy revision 4`, `learnt from 23 jobs`.
    public var source: String?
    /// That succeeded on it, and whose time counts.
    public var jobs: Int

    public init(
        workload: String, members: Int, kind: String, slots: Int, throughputThousandths: Int?, unit: String?, source: String?, jobs: Int
    ) {
        self.workload = workload
        self.members = members
        self.kind = kind
        self.slots = slots
        self.throughputThousandths = throughputThousandths
        self.unit = unit
        self.source = source
        self.jobs = jobs
    }

    private enum CodingKeys: String, CodingKey {
        case workload, members, kind, slots, unit, source, jobs, throughputThousandths = "throughput_thousandths"
    }
}
