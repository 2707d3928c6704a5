extension Policy {
    /// Fair share over a tree of agencies.
    public struct Fairness: Hashable, Sendable {
        /// Of what was used before; zero: only what is held now counts.
        public var halfLife: Duration
        public var unit: UsageUnit

        public init(halfLife: Duration, unit: UsageUnit = .joules) {
            self.halfLife = halfLife
            self.unit = unit
        }
    }

    /// What use is counted in.
    public enum UsageUnit: String, Hashable, Sendable, CaseIterable {
        case joules
        case deviceHours = "device-hours"
    }

    /// Figures that are found out from jobs that are over.
    public struct Learning: Hashable, Sendable {
        /// Jobs of a workload that must be known on each of two kinds before these are compared, 1…500.
        public var least = 20

        public init() {}
    }

    /// What may pass a job that does not fit.
    public struct Backfill: Hashable, Sendable {
        public enum Method: String, Hashable, Sendable, CaseIterable {
            /// Whatever fits; nothing is kept for anybody.
            case none
            /// What does not delay the first job that does not fit.
            case easy
            /// What delays none of the first `reservations`.
            case conservative
        }

        public var method = Method.none
        /// 1…1000.
        public var reservations = 1
        /// A job is given a reservation once it has waited so long.
        public var after = Duration.zero
        /// The most jobs behind a reservation that one pass looks at, 1…1,000,000.
        public var depth = 1000

        public init() {}
    }

    /// When a job may be stopped for another.
    public struct Preemption: Hashable, Sendable {
        /// An attempt that is younger is left alone.
        public var minRun = Duration.seconds(600)
        /// The longest time between notice and KILL.
        public var grace = Duration.seconds(120)
        /// The signal that announces it, 1…64.
        public var notice = 15
        /// After a preemption the next attempt is left alone for so long.
        public var cooldown = Duration.seconds(1800)
        /// After so many a job is left alone for good, 1…1000.
        public var maxPerJob = 5

        public init() {}
    }

    /// A label that a host has while jobs of it run there.
    public struct HostLabel: Hashable, Sendable {
        /// What is run on a host before it changes to or from this label; nil: nothing, it changes at once.
        public var scrub: Scrub?

        public init(scrub: Scrub? = nil) { self.scrub = scrub }
    }

    public struct Scrub: Hashable, Sendable {
        /// Empty: the host is only kept free for `time`.
        public var command: [String]
        /// After so long it has failed.
        public var time: Duration

        public init(command: [String], time: Duration) {
            self.command = command
            self.time = time
        }
    }
}
