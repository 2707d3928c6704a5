public import BerthModel
public import BerthPlacement

/// One revision of the operators' rules, as decoded from a policy file (`docs/spec/policy-file.md`).
public struct Policy: Hashable, Sendable {
    /// In the order of the file.
    public var power: [BudgetRule]
    /// Changes to the shipped catalogue.
    public var accelerators: [KindName: PowerOverride]
    public var workloads: [WorkloadName: Workload]
    public var queues: [QueueName: Queue]
    public var agencies: [AgencyName: Agency]
    /// Users and `@groups` that may do what an operator may, besides root and the daemon's own user.
    public var operators: [String]
    /// Users and `@groups` that may change power budgets, and nothing else.
    public var powerOperators: [String] = []
    /// Users and `@groups` that may see everything, and change nothing.
    public var auditors: [String] = []
    /// How the node for a member is chosen.
    public var placement: PlacementRule
    /// Which kind a job gets that has several to choose from; nil: the first of its own order that fits.
    public var objective: Objective?
    /// Nil: what `workloads` leave out stays unknown.
    public var learning: Learning?
    /// Nil: agencies are not told apart, and jobs go by weight, priority and number.
    public var fairness: Fairness?
    public var backfill = Backfill()
    public var preemption = Preemption()
    /// The labels of this enclave; a host serves one at a time.
    public var hostLabels: [LabelName: HostLabel] = [:]

    public init(
        power: [BudgetRule] = [], accelerators: [KindName: PowerOverride] = [:], workloads: [WorkloadName: Workload] = [:],
        queues: [QueueName: Queue] = [:], agencies: [AgencyName: Agency] = [:], operators: [String] = [],
        placement: PlacementRule = .learnt
    ) {
        self.power = power
        self.accelerators = accelerators
        self.workloads = workloads
        self.queues = queues
        self.agencies = agencies
        self.operators = operators
        self.placement = placement
    }

    /// A budget for a place of the fleet, or for a group of nodes.
    public struct BudgetRule: Hashable, Sendable {
        public var name: PlaceName
        /// Nil for a place of the fleet (it has its parent there).
        public var parent: PlaceName?
        public var budget: Watts?
        /// Nodes of a group; empty for a place of the fleet.
        public var nodes: [NodeName]
        /// Cooling: usable = (budget - fixed) / factor; the factor in thousandths, 1000 and up.
        public var coolingFixed: Watts
        public var coolingFactorThousandths: Int

        public init(
            name: PlaceName, parent: PlaceName?, budget: Watts?, nodes: [NodeName] = [], coolingFixed: Watts = .zero,
            coolingFactorThousandths: Int = 1000
        ) {
            self.name = name
            self.parent = parent
            self.budget = budget
            self.nodes = nodes
            self.coolingFixed = coolingFixed
            self.coolingFactorThousandths = coolingFactorThousandths
        }

        /// What is left for the nodes of this place, rounded down.
        public var usable: Watts? {
            budget.map { budget in
                let net = max(0, (budget - coolingFixed).milliwatts)
                let scaled = net.multipliedFullWidth(by: 1000)
                return Watts(milliwatts: Int64(coolingFactorThousandths).dividingFullWidth(scaled).quotient)
            }
        }
    }

    /// An operator's own figures for a kind; nil keeps the catalogue's.
    public struct PowerOverride: Hashable, Sendable {
        public var idle: Watts?
        public var max: Watts?
        public var provenance: Provenance
        /// What a device counts of the common unit, in thousandths.
        public var unitThousandths: Int?
        /// Of a device for an hour, in thousandths of the operators' currency.
        public var costThousandths: Int?

        public init(idle: Watts?, max: Watts?, provenance: Provenance) {
            self.idle = idle
            self.max = max
            self.provenance = provenance
        }
    }

    /// What one workload does on each kind.
    public struct Workload: Hashable, Sendable {
        public var profiles: [Profile]
        public init(profiles: [Profile]) { self.profiles = profiles }
    }

    public struct Profile: Hashable, Sendable {
        public var kind: KindName
        /// Devices a member.
        public var slots: Int
        /// In units of `unit`, thousandths.
        public var throughputThousandths: Int?
        public var unit: String?
        public var steady: Watts?
        /// Reserved for each device instead of the kind's maximum.
        public var peak: Watts?
        public var provenance: Provenance

        public init(
            kind: KindName, slots: Int, throughputThousandths: Int? = nil, unit: String? = nil, steady: Watts? = nil, peak: Watts? = nil,
            provenance: Provenance = .operator
        ) {
            self.kind = kind
            self.slots = slots
            self.throughputThousandths = throughputThousandths
            self.unit = unit
            self.steady = steady
            self.peak = peak
            self.provenance = provenance
        }
    }
}
