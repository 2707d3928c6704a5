import BerthModel
import BerthPolicy

extension PolicyKeys {
    static func agency() -> PolicySection<Policy.Agency> {
        var keys = PolicySection<Policy.Agency>()
        keys.add(
            "parent", .name(), to: \.parent, usual: "none", "the agency it belongs to; its limits bound this one too", example: "commerce",
            .placement)
        keys.add(
            "users", .users, to: \.users, usual: "`[]`", "local users, `@groups`, or `\"*\"` for everybody",
            example: "[user1, \"@noaa-hpc\"]", .request)
        keys.add(
            "admins", .users, to: \.admins, usual: "`[]`", "users and `@groups` that may act on all jobs of the agency", example: "[chief]",
            .request)
        keys.add(
            "share", .integer(1...1_000_000), to: \.share, usual: "1", "its part among its siblings, with `fairness`", example: "30",
            .waiting)
        keys.add(
            "limits", .section(limits(), from: Policy.Agency()), usual: "none", "what its jobs may hold at once, and how many there are",
            example: "{h200: 32, power: 60 kW, jobs: 2000}", .placement
        ) { limits, agency in
            agency.deviceLimits = limits.deviceLimits
            agency.powerLimit = limits.powerLimit
            agency.unitLimitThousandths = limits.unitLimitThousandths
            agency.jobLimit = limits.jobLimit
            agency.jobsPerUser = limits.jobsPerUser
            agency.borrowing = limits.borrowing
        }
        keys.add(
            "labels", .names(), to: \.labels, usual: "`[]`", "host labels that its jobs may have; empty: those of the agency above",
            example: "[il5]", .submission)
        keys.add(
            "models", models, to: \.models, usual: "all",
            "patterns of the workloads that its jobs, and those of agencies beneath it, must name, `*` standing for any text",
            example: "[\"claude-*\"]", .submission)
        return keys
    }

    private static func limits() -> PolicySection<Policy.Agency> {
        var keys = PolicySection<Policy.Agency>()
        keys.add("power", .power, to: \.powerLimit, usual: "none", "watts reserved at once", example: "60 kW", .placement)
        keys.add(
            "units", .decimal(), to: \.unitLimitThousandths, usual: "none",
            "devices of all kinds held at once, in the common unit of `accelerators`", example: "48", .placement)
        keys.add("jobs", .count, to: \.jobLimit, usual: "none", "jobs that are not over", example: "2000", .submission)
        keys.add(
            "jobs_per_user", .count, to: \.jobsPerUser, usual: "none", "jobs of one user that are not over", example: "200", .submission)
        keys.add(
            "borrow", .section(borrowing(), from: Policy.Borrowing()), to: \.borrowing, usual: "none",
            "how far above its own limits it may go while those above it leave room", example: "{h200: 16, power: 20 kW}", .placement)
        keys.setOthers(
            "KIND", .integer(0...Int.max), "devices of a kind held at once", example: "32", .placement
        ) { entry, agency, place throws(DocumentFault) in
            agency.deviceLimits[try kind(entry, besides: ["power", "units", "jobs", "jobs_per_user", "borrow"], at: place)] =
                try entry.value.integer(entry.key, in: 0...Int.max)
        }
        return keys
    }

    private static func borrowing() -> PolicySection<Policy.Borrowing> {
        var keys = PolicySection<Policy.Borrowing>()
        keys.add("power", .power, to: \.power, usual: "0 W", "watts above `limits.power`", example: "20 kW", .placement)
        keys.add("units", .decimal(), to: \.unitThousandths, usual: "0", "units above `limits.units`", example: "10", .placement)
        keys.setOthers(
            "KIND", .integer(0...Int.max), "devices of a kind above its limit", example: "16", .placement
        ) { entry, borrowing, place throws(DocumentFault) in
            borrowing.devices[try kind(entry, besides: ["power", "units"], at: place)] =
                try entry.value.integer(entry.key, in: 0...Int.max)
        }
        return keys
    }

    /// The kind that a limit is for.
    private static func kind(
        _ entry: DocumentNode.Entry, besides words: [String], at place: PolicyPlace
    ) throws(DocumentFault) -> KindName {
        if let kind = try? KindName(entry.key), place.catalogue.kinds[kind] != nil { return kind }
        let near = Spelling.nearest(to: entry.key, among: words + place.catalogue.kinds.keys.map(\.text).sorted())
        throw DocumentFault(
            .noSuchKind, "\"\(entry.key.prefix(80))\" in \(place.name) is no accelerator kind", at: entry.keyPosition,
            hint: near.map { "did you mean \"\($0)\"?" } ?? "known: \(words.joined(separator: ", ")), or a kind such as \"h200\"")
    }

    private static var models: PolicyValue<[String]> {
        PolicyValue(form: .list(of: .text("pattern"))) { node, key, _ throws(DocumentFault) in
            var patterns: [String] = []
            for item in try node.list(key) {
                let pattern = try item.text(key)
                guard (1...Limits.namesBytesMax).contains(pattern.utf8.count),
                    (try? WorkloadName(pattern.replacing("*", with: "x"))) != nil
                else {
                    throw DocumentFault(
                        .invalidPolicy, "\"\(pattern.prefix(80))\" is no pattern of names", at: item.position,
                        hint: "write it like \"claude-*\"")
                }
                patterns.append(pattern)
            }
            return patterns
        }
    }
}
