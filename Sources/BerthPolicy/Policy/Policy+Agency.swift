public import BerthModel

extension Policy {
    /// A tenant: who may act for it, and how much it may hold. Agencies form a tree; the limits of one bound all beneath it.
    public struct Agency: Hashable, Sendable {
        public var parent: AgencyName?
        /// Local users, `@groups`, or `*` for everybody.
        public var users: [String]
        /// Users and `@groups` that may act on all jobs of the agency.
        public var admins: [String]
        /// Its part among its siblings, 1…1,000,000.
        public var share = 1
        /// Devices of a kind that its jobs may hold at once.
        public var deviceLimits: [KindName: Int]
        /// Watts that its jobs may reserve at once.
        public var powerLimit: Watts?
        /// Devices of all kinds that its jobs may hold at once, in thousandths of the common unit.
        public var unitLimitThousandths: Int?
        /// What it may hold beyond its own limits while those above it leave room.
        public var borrowing = Borrowing()
        /// Jobs that are not over.
        public var jobLimit: Int?
        /// Jobs of one user that are not over.
        public var jobsPerUser: Int?
        /// The host labels that its jobs may have; empty: none.
        public var labels: [LabelName] = []
        /// The workloads that its jobs may name, `*` standing for any text; empty: all.
        public var models: [String] = []

        public init(
            parent: AgencyName? = nil, users: [String] = [], admins: [String] = [], deviceLimits: [KindName: Int] = [:],
            powerLimit: Watts? = nil,
            jobLimit: Int? = nil
        ) {
            self.parent = parent
            self.users = users
            self.admins = admins
            self.deviceLimits = deviceLimits
            self.powerLimit = powerLimit
            self.jobLimit = jobLimit
        }
    }

    /// What an agency may hold above its own limits. Where nothing stands, nothing.
    public struct Borrowing: Hashable, Sendable {
        public var devices: [KindName: Int] = [:]
        public var power = Watts.zero
        public var unitThousandths = 0

        public init() {}
    }
}
