import BerthModel

/// Submissions, placements and what is given back.
extension Ledger {
    func submit(_ id: JobID, _ submission: JobEvent.Submission) {
        numbers += 1
        require(id == JobID(number: numbers), "(4) job \(id) is submitted where \(numbers) is next")
        if let key = submission.key {
            require(keys[key] == nil, "key \(key) leads to jobs \(keys[key] ?? 0) and \(id.number)")
            keys[key] = id.number
        }
        guard let agency = Int(submission.agency.text.dropFirst()) else { return blame("agency \(submission.agency) is nobody's") }
        let spec = submission.spec
        checkLabel(of: spec, id, agency: agency)
        let ids = spec.array.map { array in array.indexes.map { JobID(number: id.number, task: $0) } } ?? [id]
        batches[id.number] = LedgerBatch(agency: agency, tasks: ids.count, limit: spec.array?.limit)
        for task in ids {
            var job = LedgerJob(
                spec: spec, agency: agency, number: id.number, user: submission.submitter.user, state: spec.hold ? .held : .pending)
            job.time = spec.time
            jobs[task] = job
        }
        for above in lineage(agency) {
            agencyJobs[above] += ids.count
            if let limit = limits[above].jobs {
                require(agencyJobs[above] <= limit, "agency a\(above) has \(agencyJobs[above]) jobs of \(limit)")
            }
        }
    }

    func place(_ job: inout LedgerJob, _ id: JobID, _ attempt: Int, _ placements: [MemberPlacement]) {
        countDecision()
        if job.state == .pending {
            begin(&job, id, attempt, placements)
        } else {
            require(
                job.spec.jobClass == .service && job.state == .active && attempt == job.attempt && placements.count == 1,
                "job \(id) is placed while it runs")
        }
        var touched: [Int: Int64] = [:]
        for placement in placements { take(&job, id, placement, &touched) }
        // A domain that is over its budget after a cut may lose watts, never gain some.
        for (domain, added) in touched.sorted(by: { $0.key < $1.key }) where added > 0 {
            guard let bound = bounds[domain] else { continue }
            require(
                reserved[domain] <= bound, "(2) \(world.domains[domain].name) reserves \(reserved[domain]) mW of \(bound) with job \(id)")
        }
        checkLimits(of: job, id, placements)
        checkTogether(job, id)
        watch(job, id)
    }

    private func begin(_ job: inout LedgerJob, _ id: JobID, _ attempt: Int, _ placements: [MemberPlacement]) {
        require(attempt == job.attempt + 1, "job \(id) goes from attempt \(job.attempt) to \(attempt)")
        require(
            placements.map(\.member) == Array(0..<job.membersNeeded),
            "(6) job \(id) gets members \(placements.map(\.member)) of \(job.membersNeeded)")
        require(processes[id]?.isEmpty ?? true, "(4) job \(id) is placed while a process of it runs")
        for dependency in job.spec.dependencies { require(isSatisfied(dependency), "job \(id) is placed before \(dependency)") }
        if let begin = job.spec.begin { require(begin.milliseconds <= time, "job \(id) is placed before its begin") }
        if let deadline = job.spec.deadline {
            require(time + (job.time?.milliseconds ?? 0) <= deadline.milliseconds, "job \(id) is placed and cannot end before its deadline")
        }
        job.attempt = attempt
        job.members = []
        job.state = .active
        job.placedAt = time
        job.startedAt = nil
        job.stopReason = nil
        batches[job.number]?.active += 1
        if let batch = batches[job.number], let limit = batch.limit {
            require(batch.active <= limit, "array \(job.number) has \(batch.active) tasks at work of \(limit)")
        }
    }

    private func isSatisfied(_ dependency: Dependency) -> Bool {
        guard let batch = batches[dependency.job.number] else { return false }
        // A task alone is not counted here: the world makes dependencies on whole submissions.
        switch dependency.condition {
        case .after: return batch.started == batch.tasks
        case .afterAny: return batch.over == batch.tasks
        case .afterOK: return batch.succeeded == batch.tasks
        case .afterNotOK: return batch.over == batch.tasks && batch.succeeded == 0
        }
    }

    private func take(_ job: inout LedgerJob, _ id: JobID, _ placement: MemberPlacement, _ touched: inout [Int: Int64]) {
        guard let node = positions[placement.node] else { return blame("job \(id) is placed on \(placement.node), which is not there") }
        require(!drained[node], "job \(id) is placed on the drained node \(placement.node)")
        require(!isDown[node], "job \(id) is placed on the lost node \(placement.node)")
        require(heldUntil[node] == nil, "job \(id) is placed on the flapping node \(placement.node)")
        checkLabel(of: job, id, on: node)
        hosts[node].held += 1
        require(!job.spec.exclude.contains(placement.node), "job \(id) is placed on \(placement.node), which it excludes")
        checkAmounts(job, id, placement, node)
        let (board, taken) = slots.take(placement, on: node)
        if let taken { return blame("\(taken), on \(placement.node) for job \(id)") }
        let milliwatts = placement.watts.milliwatts + board
        for domain in world.paths[node] {
            reserved[domain] += milliwatts
            touched[domain, default: 0] += milliwatts
        }
        for agency in lineage(job.agency) {
            agencyMilliwatts[agency] += placement.accountedWatts.milliwatts
            if let kind = placement.kind { agencyThousandths[agency][kind, default: 0] += placement.thousandths }
        }
        if job.members.indices.contains(placement.member) {
            require(!job.members[placement.member].isPlaced, "(1) member \(placement.member) of job \(id) has two places")
            let run = job.members[placement.member].run + 1
            job.members[placement.member] = LedgerJob.Member(placement: placement, node: node, run: run)
        } else {
            require(placement.member == job.members.count, "job \(id) gets member \(placement.member) after \(job.members.count)")
            job.members.append(LedgerJob.Member(placement: placement, node: node))
        }
    }

    /// A member holds what the job asked for, and reserves what that may draw.
    private func checkAmounts(_ job: LedgerJob, _ id: JobID, _ placement: MemberPlacement, _ node: Int) {
        let spec = job.spec
        let eighths = placement.cores.reduce(0) { $0 + $1.eighths }
        require(eighths == spec.cpus.eighths, "member \(placement.member) of job \(id) has \(eighths) eighths of \(spec.cpus.eighths)")
        let mebibytes = placement.memory.reduce(0) { $0 + $1.mebibytes }
        require(mebibytes == spec.memory.mebibytesRoundedUp, "member \(placement.member) of job \(id) has \(mebibytes) MiB")
        var watts = world.fleet.nodes[node].wattsPerCore.milliwatts * Int64(eighths) / 8
        if let name = placement.kind, let power = Catalogue.shipped.kinds[name]?.power {
            let asked = spec.accelerators.first {
                $0.kind == name && $0.count == placement.devices.count && $0.partition == placement.part?.partition
            }
            require(asked != nil, "job \(id) did not ask for \(placement.devices.count) x \(name)")
            if placement.part == nil {
                watts += (min(spec.powerCap ?? power.max, power.max) - power.idle).milliwatts * Int64(placement.devices.count)
            }
        } else {
            require(spec.accelerators.isEmpty, "job \(id) has no devices, but asked for some")
        }
        require(
            abs(placement.watts.milliwatts - watts) <= 1,
            "(2) member \(placement.member) of job \(id) reserves \(placement.watts), not \(watts) mW")
    }

    private func checkLimits(of job: LedgerJob, _ id: JobID, _ placements: [MemberPlacement]) {
        for agency in lineage(job.agency) {
            if let own = limits[agency].milliwatts, case let limit = own + limits[agency].borrowedMilliwatts,
                placements.contains(where: { $0.accountedWatts > .zero })
            {
                require(
                    agencyMilliwatts[agency] <= limit,
                    "agency a\(agency) reserves \(agencyMilliwatts[agency]) mW of \(limit) with job \(id)")
            }
            for placement in placements {
                guard let kind = placement.kind, let own = limits[agency].devices[kind] else { continue }
                let limit = own + (limits[agency].borrowedDevices[kind] ?? 0)
                let held = agencyThousandths[agency][kind] ?? 0
                require(held <= limit * 1000, "agency a\(agency) holds \(held) thousandths of \(limit) \(kind) with job \(id)")
            }
        }
    }

    private func checkTogether(_ job: LedgerJob, _ id: JobID) {
        guard let together = job.spec.together, let first = job.members.first else { return }
        let nodes = job.members.map(\.node)
        let isTogether =
            switch together {
            case .node: nodes.allSatisfy { $0 == first.node }
            case .rack: nodes.allSatisfy { world.rackOf[$0] == world.rackOf[first.node] }
            case .hall: nodes.allSatisfy { world.hallOf[$0] == world.hallOf[first.node] }
            case .nvlink, .neuronlink:
                nodes.allSatisfy {
                    $0 == first.node
                        || world.fleet.nodes[$0].link != nil && world.fleet.nodes[$0].link == world.fleet.nodes[first.node].link
                }
            }
        require(isTogether, "(6) the members of job \(id) are not in one \(together.phrase)")
    }

    /// Gives back what a member holds: by then its process must be over.
    func give(_ job: inout LedgerJob, _ member: Int) {
        let held = job.members[member]
        guard held.isPlaced else { return blame("(1) member \(member) of job \(job.number) gives back twice") }
        let run = processes.isEmpty ? nil : processes[JobID(number: job.number)]?.first { $0.run.member == member }
        require(run == nil, "(1) member \(member) of job \(job.number) gives back what its process uses")
        job.members[member].isPlaced = false
        hosts[held.node].held -= 1
        let board = slots.give(held.placement, on: held.node)
        for domain in world.paths[held.node] { reserved[domain] -= held.placement.watts.milliwatts + board }
        for agency in lineage(job.agency) {
            agencyMilliwatts[agency] -= held.placement.accountedWatts.milliwatts
            if let kind = held.placement.kind { agencyThousandths[agency][kind, default: 0] -= held.placement.thousandths }
        }
    }
}
