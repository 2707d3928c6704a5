import BerthModel
import BerthPlacement
import BerthPolicy
import BerthScheduler

/// What takes one stated blocker away, and nothing else: the smallest change of the world that its reason names.
struct Removal {
    let copy: StateCopy
    let job: Job

    /// Reasons about who goes first: they are gone when nobody else waits.
    static let orders: Set<ReasonCode> = [.fairShare, .reservedForOther]

    /// Reasons that all others' pieces of a kind are taken away for.
    static let pieces: Set<ReasonCode> = [.waitingForAccelerators, .waitingForTopology, .waitingForCores, .waitingForMemory]

    /// - Returns: nil for a reason that nothing takes away.
    func change(for blocker: Blocker) -> StateCopy.Change? {
        var change = StateCopy.Change()
        let root = SimulatedPolicy.root
        switch blocker.code {
        case .heldByUser, .heldByOperator: change.commands = [{ [job, copy] in try $0.release(job.id, by: root, at: copy.now) }]
        case .queueStopped:
            guard let queue = blocker.domain.flatMap({ try? QueueName($0) }) else { return nil }
            change.policy = [{ $0.queues[queue]?.isStopped = false }]
        case .beginTime: change.specs = edit { $0.begin = nil }
        case .arrayLimit: change.specs = edit { $0.array?.limit = nil }
        case .dependency: change.specs = edit { spec in spec.dependencies.removeAll { "it waits for \($0)" == blocker.message } }
        case .notAllowed:
            change.policy = [{ [job] policy in for name in line(of: job.agency, in: policy) { policy.agencies[name]?.models = [] } }]
            // Others that it lets in are not to go before this one: they stood in no queue.
            change.commands = othersNotAllowed.map(settingAside)
        case .agencyQuota: return quota(blocker)
        case .waitingForPower: return power(blocker)
        case .waitingForAccelerators, .waitingForTopology: return devices(blocker)
        case .waitingForCores: return taking(from: blocker) { $0.cores = [] }
        case .waitingForMemory: return taking(from: blocker) { $0.memory = [] }
        case .waitingForPorts: return taking(from: blocker) { $0.port = nil }
        case .waitingForNodes:
            change.commands = copy.scheduler.state.drains.keys.sorted().map { node in
                { [copy] in try $0.undrain(node, by: root, at: copy.now) }
            }
            change.endsChanges = true
        case .waitingForLabel: change.hosts = StateCopy.HostLabel(label: job.spec.hostLabel)
        case .waitingForPreempted: change.commands = victims.flatMap(ends)
        case .fairShare, .reservedForOther, .notYetExamined: break
        default: return nil
        }
        return change
    }

    /// Reasons that only another policy or fleet takes away.
    static let hopeless: Set<ReasonCode> = [.neverFits, .noSuchKind]

    /// Everything that is held is given back, every node takes jobs and has the job's label.
    var emptySite: StateCopy.Change {
        var change = StateCopy.Change()
        change.hosts = StateCopy.HostLabel(label: job.spec.hostLabel)
        change.endsChanges = true
        change.commands = copy.scheduler.state.drains.keys.sorted().map { node in
            { [copy] in try $0.undrain(node, by: SimulatedPolicy.root, at: copy.now) }
        }
        for holder in copy.scheduler.state.jobs.all where holder.state.isActive {
            change.commands.append { [copy] scheduler in
                if holder.state != .stopping { try scheduler.cancel(holder.id, by: SimulatedPolicy.root, at: copy.now) }
                for member in holder.members where member.isLive {
                    scheduler.report(.exited(holder.runID(of: member), .signalled(signal: 15)), at: copy.now)
                }
            }
        }
        return change
    }

    /// All other jobs that wait are held, and services want no more replicas than they have: nobody goes before this one.
    func othersAside() -> StateCopy.Change {
        var change = StateCopy.Change()
        for service in copy.scheduler.state.jobs.all where service.state.isActive && service.spec.jobClass == .service {
            let count = service.members.count
            change.specs[service.id.number] = [{ $0.replicas = ReplicaRange(min: min($0.replicas.min, count), max: count) }]
        }
        for other in copy.scheduler.state.jobs.all where other.state == .pending && other.id != job.id {
            change.commands.append(settingAside(other.id))
        }
        return change
    }

    private var othersNotAllowed: [JobID] {
        let waiting = copy.scheduler.state.jobs.all.filter { $0.state == .pending && $0.id != job.id }
        return waiting.map(\.id).filter { other in
            let found = try? copy.scheduler.explain(other, by: SimulatedPolicy.root, at: copy.now).blockers
            return found?.contains { $0.code == .notAllowed } ?? false
        }
    }

    private func line(of agency: AgencyName, in policy: Policy) -> [AgencyName] {
        var line = [agency]
        while let parent = policy.agencies[line[line.count - 1]]?.parent { line.append(parent) }
        return line
    }

    private func edit(_ body: @escaping (inout JobSpec) -> Void) -> [UInt64: [(inout JobSpec) -> Void]] { [job.id.number: [body]] }

    /// On the node that is named, or everywhere.
    private func taking(from blocker: Blocker, _ body: @escaping (inout MemberPlacement) -> Void) -> StateCopy.Change {
        holding { [copy] id, member in
            guard blocker.domain == Place.site.text || blocker.domain == member.node.text,
                copy.scheduler.state.jobs[id]?.state.isActive ?? false
            else { return }
            body(&member)
        }
    }

    /// Those that were told to end for the job keep what they hold until they end: that is a reason of its own.
    private func holding(_ edit: @escaping (JobID, inout MemberPlacement) -> Void) -> StateCopy.Change {
        StateCopy.Change(holdings: [edit], ending: Set(victims.map(\.id)))
    }

    /// The devices of a kind; what their holders draw stays reserved.
    private func devices(_ blocker: Blocker) -> StateCopy.Change {
        let boards = boardWatts()
        return holding { [copy] id, member in
            guard let kind = member.kind, blocker.domain == kind.text, copy.scheduler.state.jobs[id]?.state.isActive ?? false else {
                return
            }
            member.watts = member.watts + (boards[BoardTenant(job: id, member: member.member)] ?? .zero)
            member.part = nil
            member.devices = []
            member.kind = nil
        }
    }

    private struct BoardTenant: Hashable {
        var job: JobID
        var member: Int
    }

    /// What each board with tenants reserves, put down to one of them.
    private func boardWatts() -> [BoardTenant: Watts] {
        var known: Set<String> = []
        var watts: [BoardTenant: Watts] = [:]
        for holder in copy.scheduler.state.jobs.all where holder.state.isActive {
            for member in holder.placements where member.part != nil {
                guard let name = member.kind, let kind = copy.scheduler.rules.catalogue.kinds[name],
                    known.insert("\(member.node) \(name) \(member.devices)").inserted
                else { continue }
                watts[BoardTenant(job: holder.id, member: member.member)] = kind.boardWatts
            }
        }
        return watts
    }

    /// The limit that the reason names is raised by what is missing.
    private func quota(_ blocker: Blocker) -> StateCopy.Change? {
        guard let name = blocker.domain.flatMap({ try? AgencyName($0) }), let need = blocker.need, let have = blocker.have,
            let key = blocker.clearsWhen.compactMap({ $0.split(separator: " ").last { $0.contains(".limits.") } }).last
        else { return nil }
        let resource = String(key.split(separator: ".").last ?? "")
        let held = copy.scheduler.usage(of: name)
        var change = StateCopy.Change()
        change.policy = [
            { policy in
                guard var agency = policy.agencies[name] else { return }
                let borrowing = agency.borrowing
                // As far below as what is held may be above.
                switch resource {
                case "power":
                    let over = max(.zero, held.watts - (agency.powerLimit ?? .zero) - borrowing.power)
                    agency.powerLimit = (agency.powerLimit ?? .zero) + Watts(need - have) + over
                case "units":
                    let over = max(0, held.unitThousandths - (agency.unitLimitThousandths ?? 0) - borrowing.unitThousandths)
                    agency.unitLimitThousandths = (agency.unitLimitThousandths ?? 0) + (need - have) * 1000 + over
                default:
                    guard let kind = try? KindName(resource), let limit = agency.deviceLimits[kind] else { return }
                    let over = max(0, (held.thousandths[kind] ?? 0) - limit * 1000 - (borrowing.devices[kind] ?? 0) * 1000)
                    agency.deviceLimits[kind] = limit + need - have + (over + 999) / 1000
                }
                policy.agencies[name] = agency
            }
        ]
        return change
    }

    /// The budget is raised by what is missing.
    private func power(_ blocker: Blocker) -> StateCopy.Change? {
        guard let need = blocker.need, let have = blocker.have, let domain = blocker.domain else { return nil }
        return StateCopy.Change(raises: [domain: Watts(need - have)])
    }

    /// Those that were told to end for it.
    private var victims: [Job] {
        copy.scheduler.state.jobs.all.filter { $0.state == .stopping && $0.stopReason == .preempted && $0.by == "job \(job.id)" }
    }

    /// A job ends; one that is queued again waits behind nobody.
    private func ends(_ victim: Job) -> [(Scheduler) throws -> Void] {
        let reports = victim.members.filter(\.isLive).map { member in
            { [copy] (scheduler: Scheduler) in scheduler.report(.exited(victim.runID(of: member), .signalled(signal: 15)), at: copy.now) }
        }
        return reports + [settingAside(victim.id)]
    }

    /// Holds a job, where it waits and is not held already.
    private func settingAside(_ id: JobID) -> (Scheduler) throws -> Void {
        { [copy] scheduler in
            guard scheduler.state.jobs[id]?.state == .pending else { return }
            try scheduler.hold(id, by: SimulatedPolicy.root, at: copy.now)
        }
    }
}
