import BerthModel
import BerthPolicy

/// All keys of a policy file. A key that something new makes work is changed here, in one word: its effect.
enum PolicyKeys {
    static func root() -> PolicySection<Policy> {
        var keys = PolicySection<Policy>()
        keys.add("schema", .integer(1...1), usual: "1", "the version of this format; only 1 is known", example: "1", .placement)
        keys.add(
            "placement", .word, to: \.placement, usual: "`learnt`", "how the node for a job is chosen: see below", example: "best-fit",
            .placement)
        keys.add(
            "objective", .word, to: \.objective, usual: "the job's own order",
            "which of its kinds a job gets that has several to choose from", example: "throughput-per-watt", .waiting)
        keys.add(
            "learning", .section(learning(), from: Policy.Learning()), to: \.learning, usual: "none",
            "throughputs that `workloads` leave out are learnt from the jobs that are over; without it they stay unknown",
            example: "{least: 20}", .submission)
        keys.add(
            "fairness", .section(fairness(), from: Policy.Fairness(halfLife: .seconds(604_800))), to: \.fairness, usual: "none",
            "fair share between agencies, by devices and watts; without it agencies are not told apart", example: "{half_life: 7d}",
            .waiting
        )
        keys.add(
            "backfill", .section(backfill(), from: Policy.Backfill()), to: \.backfill, usual: "none",
            "what may pass a job that does not fit yet", example: "{method: easy}", .waiting)
        keys.add(
            "preemption", .section(preemption(), from: Policy.Preemption()), to: \.preemption, usual: "see below",
            "when a job may be stopped for another", example: "{min_run: 10m, grace: 120s}", .placement)
        keys.add(
            "labels", .table("LABEL", of: hostLabel(), from: Policy.HostLabel()), to: \.hostLabels, usual: "none",
            "the labels of this enclave; a host serves one at a time", example: "{il4: {scrub: {time: 10m}}}", .placement)
        keys.add(
            "power", budgets(), to: \.power, usual: "no budgets", "budgets by place or group", example: "{site: {budget: 4 MW}}", .placement
        )
        keys.add(
            "accelerators", kinds(), to: \.accelerators, usual: "the catalogue's figures", "your own figures for a kind",
            example: "{h200: {watts: {max: 690 W}}}", .placement)
        keys.add(
            "workloads", workloads(), to: \.workloads, usual: "none", "profiles of workloads on each kind",
            example: "{llm: {alternatives: [{kind: h200, slots: 8}]}}", .submission)
        keys.add(
            "queues", .table("QUEUE", of: queue(), from: Policy.Queue()), to: \.queues, usual: "none", "queues that jobs may name",
            example: "{research: {class: gang}}", .waiting)
        keys.add(
            "agencies", .table("AGENCY", of: agency(), from: Policy.Agency()), to: \.agencies, usual: "none",
            "who may submit, and how much", example: "{noaa: {users: [\"*\"]}}", .request)
        keys.add(
            "operators", .users, to: \.operators, usual: "`[]`",
            "users and `@groups` that may do what root and the daemon's own user may", example: "[\"@ops\"]", .request)
        keys.add(
            "power_operators", .users, to: \.powerOperators, usual: "`[]`",
            "users and `@groups` that may change power budgets, and nothing else", example: "[\"@facility\"]", .request)
        keys.add(
            "auditors", .users, to: \.auditors, usual: "`[]`", "users and `@groups` that may see everything, and change nothing",
            example: "[\"@ig\"]", .request)
        keys.add("api", api(), usual: "none", "limits of the HTTP interface", example: "{max_body: 1 MiB}", .notYet)
        return keys
    }

    private static func fairness() -> PolicySection<Policy.Fairness> {
        var keys = PolicySection<Policy.Fairness>()
        keys.add(
            "half_life", .duration(), to: \.halfLife, usual: "7d",
            "after so long what was used counts half; 0s: only what is held now counts", example: "7d", .waiting)
        keys.add(
            "unit", .word, to: \.unit, usual: "`joules`", "what shares are counted in: devices and watts, or devices alone",
            example: "device-hours", .waiting)
        return keys
    }

    private static func learning() -> PolicySection<Policy.Learning> {
        var keys = PolicySection<Policy.Learning>()
        keys.add(
            "least", .integer(1...500), to: \.least, usual: "20",
            "jobs of a workload that must have succeeded on each of two kinds before these are compared", example: "20", .submission)
        return keys
    }

    private static func backfill() -> PolicySection<Policy.Backfill> {
        var keys = PolicySection<Policy.Backfill>()
        keys.add(
            "method", .word, to: \.method, usual: "`none`",
            "`none`: whatever fits goes; `easy`: what does not delay the first job that does not fit; "
                + "`conservative`: what delays none of the first `reservations`",
            example: "easy", .waiting)
        keys.add(
            "reservations", .integer(1...1000), to: \.reservations, usual: "1", "jobs that hold a reservation at once, with `conservative`",
            example: "10", .waiting)
        keys.add(
            "after", .duration(), to: \.after, usual: "0s", "a job is given a reservation once it has waited so long", example: "10m",
            .waiting)
        keys.add(
            "depth", .integer(1...1_000_000), to: \.depth, usual: "1000", "most jobs behind a reservation that one pass looks at",
            example: "1000", .waiting)
        return keys
    }

    private static func preemption() -> PolicySection<Policy.Preemption> {
        var keys = PolicySection<Policy.Preemption>()
        keys.add(
            "min_run", .duration(), to: \.minRun, usual: "10m", "an attempt that is younger is left alone", example: "10m", .placement)
        keys.add(
            "grace", .duration(), to: \.grace, usual: "2m", "the longest time between the notice and KILL; a job may ask for less",
            example: "120s", .placement)
        keys.add("notice", .signal, to: \.notice, usual: "`TERM`", "the signal that announces it", example: "USR1", .placement)
        keys.add(
            "cooldown", .duration(), to: \.cooldown, usual: "30m", "the attempt after a preemption is left alone for so long",
            example: "30m", .placement)
        keys.add(
            "max_per_job", .integer(1...1000), to: \.maxPerJob, usual: "5", "after so many preemptions a job is left alone for good",
            example: "5", .placement)
        return keys
    }

    private static func api() -> PolicyValue<Void> {
        var keys = PolicySection<Void>()
        keys.add(
            "requests_per_second_per_uid", .integer(1...1_000_000), usual: "none", "requests that one user may make in a second",
            example: "200", .request)
        keys.add("max_body", .size, usual: "32 MiB", "the longest body of a request", example: "1 MiB", .request)
        return .section(keys, from: ())
    }
}
