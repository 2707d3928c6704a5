import BerthModel
import BerthPolicy

/// What of a job decides its shape under one policy: jobs that want the same are asked about once.
struct Wants: Hashable {
    private let jobClass: JobClass
    private let workload: WorkloadName?
    private let members: Int
    private let replicasMax: Int
    private let accelerators: [AcceleratorRequest]
    private let together: Together?
    private let cpus: CoreShare
    private let memory: Bytes
    private let powerCap: Watts?
    private let nodeList: [NodeName]
    private let exclude: [NodeName]
    private let hostLabel: LabelName?
    private let span: SpanClass
    private let objective: Objective?
    /// Figures of its kinds that were learnt.
    private let learnt: [AcceleratorRequest: Int]

    init(_ spec: JobSpec, _ span: SpanClass, _ objective: Objective?, learnt: [AcceleratorRequest: Int]) {
        self.learnt = learnt
        self.span = span
        self.objective = objective
        jobClass = spec.jobClass
        workload = spec.workload
        members = spec.members.min
        replicasMax = spec.replicas.max
        accelerators = spec.accelerators
        together = spec.together
        cpus = spec.cpus
        memory = spec.memory
        powerCap = spec.powerCap
        nodeList = spec.nodeList
        exclude = spec.exclude
        hostLabel = spec.hostLabel
    }
}
