import BerthAPI
import BerthModel

/// The sections of `berth show`.
enum JobSheet {
    static func text(_ job: JobView, now: Timestamp) -> String {
        var sheet = Sheet(title: "job \(job.id)  \(job.name)\(job.modelled ? "  (modelled devices)" : "")")
        sheet.add("state", state(job))
        sheet.add("class", job.jobClass)
        sheet.add("agency", "\(job.agency), user \(job.user)")
        sheet.add("queue", job.queue)
        sheet.add("priority", "\(job.priority)")
        sheet.add("position", job.position.map { "\($0) among the pending jobs" })
        sheet.section("request")
        sheet.add("accelerators", job.accelerators.map { "\($0)\(job.members > 1 ? " for each of \(job.members) members" : "")" })
        sheet.add("together", job.together.map { "in one \(Together(rawValue: $0)?.phrase ?? $0)" })
        sheet.add("cpus", "\(job.cpus)\(job.members > 1 ? " a member" : "")")
        sheet.add("memory", "\(Bytes(max(0, job.memoryBytes)))\(job.members > 1 ? " a member" : "")")
        sheet.add("time limit", job.timeLimitSeconds.map { Duration.seconds($0).short } ?? "none")
        sheet.add(
            "array",
            job.array.map { array in
                "\(array.indexes): \(array.tasks) tasks, \(array.pending) pending, \(array.active) active, "
                    + "\(array.succeeded) succeeded, \(array.failed) failed"
            })
        sheet.add("array limit", job.arrayLimit.map { "\($0) at once" })
        sheet.add("after", job.dependencies.flatMap { $0.isEmpty ? nil : $0.joined(separator: " ") })
        sheet.add("command", job.command?.joined(separator: " "))
        sheet.add("directory", job.directory)
        sheet.add("output", job.output)
        sheet.add(
            "labels", job.labels.flatMap { $0.isEmpty ? nil : $0.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: " ") })
        sheet.section("power")
        sheet.add("watts", "\(Watts(job.watts)) reserved\(job.nodes.isEmpty ? " when it runs" : "")")
        sheet.section("times")
        sheet.add("submitted", Moment.plain(job.submittedAt))
        sheet.add("started", job.startedAt.map(Moment.plain))
        sheet.add("ended", job.endedAt.map(Moment.plain))
        sheet.add("ran", job.startedAt.map { Moment.span(from: $0, to: job.endedAt, now: now) })
        if job.attempt > 1 { sheet.add("attempt", "\(job.attempt)") }
        return sheet.text + placement(job)
    }

    private static func state(_ job: JobView) -> String {
        var text = job.state
        if let ready = job.membersReady { text += ", \(ready) of \(job.members) ready" }
        if let code = job.exitCode { text += ", exit \(code)" }
        if let reason = job.reason { text += ", \(reason)" }
        if let message = job.reasonMessage { text += ": \(message)" }
        return text
    }

    private static func placement(_ job: JobView) -> String {
        guard !job.nodes.isEmpty else { return "" }
        var table = Table(
            header: ["MEMBER", "NODE", "STATE", "DEVICES", "CPUS", "NUMA", "MEMORY", "WATTS", "PID", "ENDPOINTS"], right: [0, 6, 7, 8])
        for node in job.nodes.sorted(by: { $0.member < $1.member }) {
            let state = [node.state, node.ready.map { $0 ? "ready" : "not ready" }, node.restarts > 0 ? "\(node.restarts) restarts" : nil]
            table.rows.append([
                "\(node.member)", node.name + (node.modelled && node.kind == nil ? " (modelled)" : ""),
                state.compactMap { $0 }.joined(separator: ", "),
                devices(node), node.cpus.isEmpty ? "-" : node.cpus, node.memoryNodes.isEmpty ? "-" : node.memoryNodes,
                "\(Bytes.mebibytes(max(0, node.memoryMebibytes)))", "\(node.watts)", node.pid.map(String.init) ?? "-",
                node.endpoints.isEmpty ? "-" : node.endpoints.joined(separator: " "),
            ])
        }
        return "placement\n" + table.text().split(separator: "\n").map { "  \($0)\n" }.joined()
    }

    /// `0-3 h200 modelled`.
    private static func devices(_ node: JobView.Node) -> String {
        guard let kind = node.kind else { return "-" }
        let part = [node.part, node.lnc.map { "lnc=\($0)" }].compactMap { $0 }.map { " \($0)" }.joined()
        return "\(IndexList.text(node.deviceIndexes)) \(kind)\(part)\(node.modelled ? " modelled" : "")"
    }
}

/// Numbers as the kernel lists them: `0-3,8`.
enum IndexList {
    static func text(_ numbers: [Int]) -> String {
        let sorted = numbers.sorted()
        var parts: [String] = []
        var start = 0
        while start < sorted.count {
            var end = start
            while end + 1 < sorted.count, sorted[end + 1] == sorted[end] + 1 { end += 1 }
            parts.append(start == end ? "\(sorted[start])" : "\(sorted[start])-\(sorted[end])")
            start = end + 1
        }
        return parts.isEmpty ? "-" : parts.joined(separator: ",")
    }
}
