import BerthModel
import BerthPolicy

extension PolicyKeys {
    static func kinds() -> PolicyValue<[KindName: Policy.PowerOverride]> {
        let keys = kind()
        return PolicyValue(form: .table(name: "KIND", of: keys.form)) { node, key, place throws(DocumentFault) in
            var kinds: [KindName: Policy.PowerOverride] = [:]
            for entry in try node.entries(key) {
                let kind = try entry.parsedKey { text throws(BerthError) in try place.catalogue.kind(KindName(text)) }
                var figures = Policy.PowerOverride(idle: nil, max: nil, provenance: .operator)
                try keys.read(entry.value, into: &figures, at: place.inner("\(key).\(entry.key)"))
                let (idle, max) = (figures.idle ?? kind.power.idle, figures.max ?? kind.power.max)
                guard idle > .zero, idle <= max else {
                    let watts = try FieldReader(entry.value, keys: nil, in: place.name).value("watts")
                    throw DocumentFault(
                        .invalidPolicy,
                        "\(entry.key) would draw \(idle) idle and \(max) at most; idle is above zero and not above the maximum",
                        at: watts?.position ?? entry.keyPosition)
                }
                kinds[kind.name] = figures
            }
            return kinds
        }
    }

    private static func kind() -> PolicySection<Policy.PowerOverride> {
        var watts = PolicySection<Policy.PowerOverride>()
        watts.add(
            "idle", .bareWatts, to: \.idle, usual: "the catalogue's", "of one device at rest; above zero, at most `max`", example: "75",
            .placement)
        watts.add("max", .bareWatts, to: \.max, usual: "the catalogue's", "the most that one device draws", example: "700", .placement)
        watts.add("caps", bareWattsList, usual: "the catalogue's", "caps that a device can be set to", example: "[300, 500, 700]", .notYet)
        watts.add("provenance", .word, to: \.provenance, usual: "`operator`", "who vouches for it", example: "measured", .placement)
        var keys = PolicySection<Policy.PowerOverride>()
        keys.add(
            "watts", .section(watts, from: Policy.PowerOverride(idle: nil, max: nil, provenance: .operator)), usual: "the catalogue's",
            "what a device draws", example: "{max: 690 W}", .placement
        ) { watts, figures in
            figures.idle = watts.idle
            figures.max = watts.max
            figures.provenance = watts.provenance
        }
        keys.add(
            "units", .decimal(), to: \.unitThousandths, usual: "1", "what a device counts of the common unit", example: "0.5", .placement)
        keys.add(
            "cost", .decimal(), to: \.costThousandths, usual: "none", "of a device for an hour, in any one currency", example: "3.5",
            .waiting)
        return keys
    }

    private static var bareWattsList: PolicyValue<[Watts]> {
        PolicyValue(form: .list(of: .power(isBare: true))) { node, key, _ throws(DocumentFault) in
            var list: [Watts] = []
            for item in try node.list(key) { list.append(try item.wattsOfKey(key)) }
            return list
        }
    }

    static func workloads() -> PolicyValue<[WorkloadName: Policy.Workload]> {
        let profile = profile()
        var keys = PolicySection<Policy.Workload>()
        let profiles = PolicyValue<[Policy.Profile]>(form: .list(of: profile.form)) { node, key, place throws(DocumentFault) in
            var profiles: [Policy.Profile] = []
            for item in try node.list(key) {
                var draft = ProfileDraft()
                try profile.read(item, into: &draft, at: place.inner("an alternative of \(place.name)"))
                guard let one = draft.profile else { preconditionFailure("an alternative was read without its kind and slots") }
                guard !profiles.contains(where: { $0.kind == one.kind && $0.slots == one.slots }) else {
                    throw DocumentFault(
                        .invalidPolicy, "\(one.kind) with \(one.slots) slots is given twice in \(place.name)", at: item.position)
                }
                profiles.append(one)
            }
            guard !profiles.isEmpty else { throw DocumentFault(.invalidPolicy, "\(place.name) names no kind", at: node.position) }
            return profiles
        }
        keys.add(
            "alternatives", profiles, to: \.profiles, usual: "-", "profiles, one a kind", example: "[{kind: h200, slots: 8}]", .submission)
        return .table("WORKLOAD", of: keys, from: Policy.Workload(profiles: []))
    }

    private static func profile() -> PolicySection<ProfileDraft> {
        var watts = PolicySection<ProfileDraft>()
        watts.add("steady", .bareWatts, to: \.steady, usual: "none", "what a device draws at work", example: "430", .submission)
        watts.add(
            "peak", .bareWatts, to: \.peak, usual: "the kind's maximum", "what is reserved for a device", example: "620", .submission)
        watts.add("provenance", .word, to: \.provenance, usual: "`operator`", "who vouches for it", example: "measured", .submission)
        watts.setCheck { reader, draft, _ throws(DocumentFault) in
            guard let steady = draft.steady, let peak = draft.peak, steady > peak else { return }
            throw DocumentFault(
                .invalidPolicy, "a steady draw of \(steady) is above the peak of \(peak)", at: reader.keyPosition("steady"))
        }
        var keys = PolicySection<ProfileDraft>()
        keys.add("kind", .kind(), usual: "-", "the device kind", example: "h200", .submission) { $1.kind = $0 }
        keys.add(
            "slots", .integer(1...Limits.devicesPerGroupMax), to: \.slots, usual: "-", "devices a member", example: "8", .submission)
        keys.add(
            "throughput", .decimal(), to: \.throughput, usual: "none", "in `unit`, for people and for the choice between kinds",
            example: "5200", .submission)
        keys.add("unit", .text, to: \.unit, usual: "none", "of the throughput", example: "tokens/s", .submission)
        keys.add(
            "watts_per_slot", .section(watts, from: ProfileDraft()), usual: "the kind's", "what a device draws", example: "{peak: 620}",
            .submission
        ) { watts, draft in
            draft.steady = watts.steady
            draft.peak = watts.peak
            draft.provenance = watts.provenance
        }
        return keys
    }
}

/// A profile while it is read.
private struct ProfileDraft {
    var kind: KindName?
    var slots: Int?
    /// In thousandths.
    var throughput: Int?
    var unit: String?
    var steady: Watts?
    var peak: Watts?
    var provenance = Provenance.operator

    var profile: Policy.Profile? {
        guard let kind, let slots else { return nil }
        return Policy.Profile(
            kind: kind, slots: slots, throughputThousandths: throughput, unit: unit, steady: steady, peak: peak, provenance: provenance)
    }
}
