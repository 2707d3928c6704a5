"""The bugs that tools/check-simulator plants in the scheduler."""
from dataclasses import dataclass

LOOP = "Loop/"
QUEUE = "Queue/"


@dataclass
class FaultMutant:
    name: str
    # Under Sources/BerthScheduler.
    file: str
    text: str
    replacement: str


FAULT_MUTANTS = [
    FaultMutant(
        "effects-before-the-append", LOOP + "Committer.swift",
        "        do {\n            if !output.entries.isEmpty { try journal.append(output.entries) }\n",
        "        for effect in output.effects { executor.perform(effect) }\n"
        "        do {\n            if !output.entries.isEmpty { try journal.append(output.entries) }\n"),
    FaultMutant(
        "displaced-replica-keeps-its-devices", QUEUE + "Workspace+Displaced.swift",
        "        returnPieces([placement], agency: job.agency)\n",
        ""),
    FaultMutant(
        "displaced-replicas-forgotten-in-a-replay", LOOP + "Scheduler+Rebuild.swift",
        "        if job.state == .stopping { work.setGrowth(of: job.id, nil) } else { rememberReplicas(job, ticket) }\n",
        "        if job.state == .stopping { work.setGrowth(of: job.id, nil) }\n"),
    FaultMutant(
        "lost-node-admits", LOOP + "Scheduler+Nodes.swift",
        "        record(.nodeLost(node))\n        refreshAdmission(node)\n",
        "        record(.nodeLost(node))\n"),
    FaultMutant(
        "nodes-admit-after-a-replay", LOOP + "Scheduler+Rebuild.swift",
        "            for node in Set(state.drains.keys).union(state.nodes.keys).union(state.labels.keys) { refreshAdmission(node) }\n",
        ""),
    FaultMutant(
        "session-stays", "State/NodeHealth.swift",
        "        session += 1\n",
        ""),
    FaultMutant(
        "no-time-to-end-runs", LOOP + "NodeWatch.swift",
        "self.lease = lease + NodeWatch.fencingTime",
        "self.lease = lease"),
    FaultMutant(
        "no-hold-down", "State/NodeHealth.swift",
        "            until = max(until ?? last, last + NodeHealth.holdDown)\n",
        ""),
    FaultMutant(
        "lost-orders-not-repeated", LOOP + "Scheduler+Contact.swift",
        "        orderAgain(on: contact.node, position, except: kept)\n",
        ""),
    FaultMutant(
        "runs-of-lost-nodes-live-on", LOOP + "Scheduler+Nodes.swift",
        "                record(.job(id, .exited(job.runID(of: member), .lost)))\n",
        ""),
    FaultMutant(
        "stale-runs-are-believed", "State/Job.swift",
        "run.attempt == attempt, members.indices.contains(run.member), members[run.member].run == run.run else {",
        "members.indices.contains(run.member) else {"),
    FaultMutant(
        "gang-goes-on-without-a-member", LOOP + "Scheduler+Move.swift",
        "                    stop(job, .memberLost, by: Scheduler.itself)\n",
        ""),
    FaultMutant(
        "no-backstop", LOOP + "Scheduler+Advance.swift",
        "        timers.add(.backstop(id, attempt: job.attempt), at: moment)\n",
        ""),
    FaultMutant(
        "backstop-too-early", LOOP + "Scheduler+Advance.swift",
        "                    let moment = backstop(of: job), moment <= clock\n",
        "                    backstop(of: job) != nil\n"),
    FaultMutant(
        "one-attempt-too-many", LOOP + "Scheduler+Move.swift",
        "job.attempt < job.terms.maxAttempts else {",
        "job.attempt <= job.terms.maxAttempts else {"),
    FaultMutant(
        "adopted-without-the-core", QUEUE + "Workspace.swift",
        "        guard core.adopt(members) else { return false }\n",
        ""),
    FaultMutant(
        "ports-forgotten-in-a-replay", QUEUE + "Workspace.swift",
        "        ports.adopt(members)\n",
        ""),
    FaultMutant(
        "array-limit-off-by-one", QUEUE + "Workspace.swift",
        "activeTasks[number] ?? 0 >= $0",
        "activeTasks[number] ?? 0 > $0"),
    FaultMutant(
        "keys-forgotten", "State/SchedulerState+Apply.swift",
        "        if let hash { keys.insert(id.number, hash: hash) }\n",
        ""),
    FaultMutant(
        "nothing-examined-after-an-end", QUEUE + "Workspace.swift",
        "        touch(members)\n",
        ""),
    FaultMutant(
        "restart-timers-forgotten-in-a-replay", LOOP + "Scheduler+Replay.swift",
        "            if case .waiting(let moment, _) = member.phase { timers.add(.restart(job.runID(of: member)), at: moment) }\n",
        "            _ = member\n"),
    FaultMutant(
        "quota-forgotten-in-a-replay", LOOP + "Scheduler+Rebuild.swift",
        "            countJobs(1, of: job.submission.terms)\n",
        ""),
    FaultMutant(
        "placed-before-its-dependency", LOOP + "Scheduler+Enlist.swift",
        "        } else if !open.isEmpty {\n",
        "        } else if open.count > 1 {\n"),
    FaultMutant(
        "array-limit-passed-by-a-promise", "Backfill/Workspace+Review.swift",
        "        guard queue.holds(ticket), !isAtArrayLimit(ticket.position.number) else { return false }\n",
        ""),
    FaultMutant(
        "scrubs-follow-the-policy", "Labels/Scheduler+Labels.swift",
        "            guard let scrub = change.scrub else {\n",
        "            guard let scrub = policy.scrub(from: label.label, to: change.to) else {\n"),
    FaultMutant(
        "hosts-admit-while-they-change", LOOP + "Scheduler+Nodes.swift",
        "isUsable(node) && state.labels[node]?.change == nil)",
        "isUsable(node))"),
    FaultMutant(
        "deadline-of-the-first-task-only", LOOP + "Scheduler+Moments.swift",
        "        for job in state.jobs.jobs(numbered: number) where job.state == .pending || job.state == .held {\n",
        "        for job in state.jobs.jobs(numbered: number).prefix(1) {\n"),
    FaultMutant(
        "young-attempts-are-stopped", "Preemption/Scheduler+Preempt.swift",
        "            guard due <= clock else {\n",
        "            guard due <= clock + .seconds(5) else {\n"),
    FaultMutant(
        "stopped-once-too-often", "Preemption/Scheduler+Preempt.swift",
        "            guard preemptions < policy.preemption.maxPerJob else { continue }\n",
        "            guard preemptions <= policy.preemption.maxPerJob else { continue }\n"),
]
