import BerthModel

extension TraceJob {
    /// The job as it is submitted. What the trace does not tell is filled in: a core and a GiB for each device of a member, at least one.
    /// - Parameters:
    ///   - queue: of jobs that name none.
    ///   - kinds: of the fleet, for a choice that names none.
    func spec(agency: AgencyName, queue: QueueName?, kinds: [KindName]) -> JobSpec {
        if let submitted { return spec(as: submitted, agency) }
        var spec = JobSpec(name: "trace", jobClass: jobClass, program: .command(["replayed"]), directory: "/")
        spec.agency = agency
        switch jobClass {
        case .gang: spec.nodes = members
        case .service: spec.replicas = ReplicaRange(min: members, max: members)
        case .batch: break
        }
        for choice in choices {
            for kind in choice.kind.map({ [$0] }) ?? kinds {
                let request = AcceleratorRequest(kind: kind, count: choice.count, partition: choice.partition)
                if !spec.accelerators.contains(request) { spec.accelerators.append(request) }
            }
        }
        let each = max(1, choices.first?.count ?? 1)
        spec.cpus = cores.map(TraceJob.requestable) ?? .cores(each)
        spec.memory = memory.flatMap { $0 > .zero ? $0 : nil } ?? .gibibytes(each)
        spec.queue = queue
        return spec
    }

    /// What was submitted here, once more: it waits for no other job, and of an array it is one task. Kinds that do not fit were taken
    /// out of the choices.
    private func spec(as submitted: JobSpec, _ agency: AgencyName) -> JobSpec {
        var spec = submitted
        spec.agency = agency
        (spec.dependencies, spec.hold, spec.array, spec.priority) = ([], false, nil, min(1000, max(-1000, priority)))
        spec.accelerators = spec.accelerators.filter { request in
            choices.contains { ($0.kind, $0.count, $0.partition) == (request.kind, request.count, request.partition) }
        }
        return spec
    }

    /// Above one core only whole cores are given.
    private static func requestable(_ cores: CoreShare) -> CoreShare {
        if cores.isRequestable { return cores }
        return .cores(max(1, (cores.eighths + CoreShare.eighthsPerCore - 1) / CoreShare.eighthsPerCore))
    }

    /// How long it runs on the kind that it was given; nil where nobody knows.
    func duration(on kind: KindName?) -> Duration? {
        let choice = choices.first { $0.kind == kind } ?? choices.first { $0.kind == nil }
        return choice.flatMap(duration(with:)) ?? duration
    }
}
