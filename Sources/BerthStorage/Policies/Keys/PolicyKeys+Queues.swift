import BerthModel
import BerthPolicy

extension PolicyKeys {
    static func queue() -> PolicySection<Policy.Queue> {
        var keys = PolicySection<Policy.Queue>()
        keys.add("class", .word, to: \.jobClass, usual: "all", "only jobs of this class", example: "gang", .submission)
        keys.add(
            "weight", .integer(0...1000), to: \.weight, usual: "0",
            "its jobs go before those of less; without `fairness` it is added to their priority", example: "50", .waiting)
        keys.add(
            "max_time", .duration(isPositive: true), to: \.maxTime, usual: "none", "longest `time` of a job", example: "48h", .submission)
        keys.add(
            "default_time", .duration(isPositive: true), to: \.defaultTime, usual: "none", "for jobs without `time`; at most `max_time`",
            example: "4h", .submission)
        keys.add(
            "ageing", .integer(0...1000), to: \.ageing, usual: "0", "points of priority that a job gains for each hour it waits",
            example: "10", .waiting)
        keys.add(
            "order", .word, to: \.order, usual: "`submitted`",
            "how jobs of one agency and one priority stand: the earlier number first, what is expected to end sooner, or what lets all end "
                + "soonest",
            example: "shortest", .waiting)
        keys.add(
            "objective", .word, to: \.objective, usual: "the policy's", "which of its kinds a job gets that has several to choose from",
            example: "cost", .waiting)
        keys.add(
            "preempts", .names(), to: \.preempts, usual: "`[]`", "queues whose preemptible jobs may be stopped for jobs of this one",
            example: "[batch]", .placement)
        keys.add(
            "min_run", .duration(), to: \.minRun, usual: "the policy's", "an attempt of its jobs that is younger is left alone",
            example: "5m", .placement)
        keys.add(
            "stopped", .boolean, to: \.isStopped, usual: "`false`", "while it is `true` none of its jobs is started", example: "true",
            .waiting)
        keys.add("limits", limits(), usual: "none", "how many jobs it holds", example: "{jobs: 100000}", .submission) { limit, queue in
            queue.jobLimit = limit.jobLimit
        }
        keys.add(
            "jobs_per_user", .count, to: \.jobsPerUser, usual: "none", "jobs of one user that are not over", example: "500", .submission)
        keys.setCheck { reader, queue, place throws(DocumentFault) in
            guard let usual = queue.defaultTime, let most = queue.maxTime, usual > most else { return }
            throw DocumentFault(
                .invalidPolicy, "the default time \(usual.short) of \(place.name) is above its maximum \(most.short)",
                at: reader.keyPosition("default_time"))
        }
        return keys
    }

    private static func limits() -> PolicyValue<Policy.Queue> {
        var keys = PolicySection<Policy.Queue>()
        keys.add("jobs", .count, to: \.jobLimit, usual: "none", "jobs that are not over", example: "100000", .submission)
        return .section(keys, from: Policy.Queue())
    }

    static func hostLabel() -> PolicySection<Policy.HostLabel> {
        var scrub = PolicySection<Policy.Scrub>()
        scrub.add(
            "command", .texts, to: \.command, usual: "`[]`",
            "program and arguments, run on the host as the daemon's user; empty: the host is only kept free for `time`",
            example: "[/usr/local/sbin/scrub]", .placement)
        scrub.add(
            "time", .duration(isPositive: true), to: \.time, usual: "10m",
            "after so long it has failed; on modelled hosts it takes exactly that", example: "10m", .placement)
        var keys = PolicySection<Policy.HostLabel>()
        keys.add(
            "scrub", .section(scrub, from: Policy.Scrub(command: [], time: .seconds(600))), to: \.scrub, usual: "none",
            "what is run on a host before it changes to or from this label", example: "{time: 10m}", .placement)
        return keys
    }
}
