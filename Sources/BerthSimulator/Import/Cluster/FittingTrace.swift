package import BerthModel

/// Passes on the jobs that can run on a cluster, with the choices that can; counts and lists those that never could.
package struct FittingTrace<Source: TraceSource>: TraceSource where Source.Element == TraceJob {
    private var source: Source
    private let cluster: TraceCluster
    private var tally: ImportReport

    package init(_ source: Source, cluster: TraceCluster) {
        self.source = source
        self.cluster = cluster
        tally = ImportReport(name: source.report.name)
    }

    package var report: ImportReport {
        var report = source.report
        report.add(tally)
        return report
    }

    package mutating func next() throws(BerthError) -> TraceJob? {
        while var job = try source.next() {
            if job.choices.isEmpty {
                if cluster.members(of: job, with: nil) >= job.members { return job }
            } else {
                let fitting = job.choices.filter { cluster.members(of: job, with: $0) >= job.members }
                guard fitting.isEmpty else {
                    job.choices = fitting
                    return job
                }
            }
            leaveOut(job)
        }
        return nil
    }

    private mutating func leaveOut(_ job: TraceJob) {
        if !job.choices.isEmpty, !job.choices.contains(where: { cluster.has($0.kind) }) {
            let kinds = job.choices.compactMap { $0.kind?.text }.joined(separator: ", ")
            tally.count(.unknownKind, line: job.line, job: job.id, kinds)
            return
        }
        let held = ([nil] + job.choices).dropFirst(job.choices.isEmpty ? 0 : 1).map { cluster.members(of: job, with: $0) }.max() ?? 0
        var each = job.choices.map { "\($0.kind.map { "\($0):" } ?? "")\($0.count)" }.joined(separator: " | ")
        if let cores = job.cores { each += "\(each.isEmpty ? "" : ", ")\(cores) cores" }
        if let memory = job.memory { each += "\(each.isEmpty ? "" : ", ")\(memory)" }
        tally.count(.tooLarge, line: job.line, job: job.id, "\(job.members) members of \(each); \(held) fit on the empty cluster")
    }
}
