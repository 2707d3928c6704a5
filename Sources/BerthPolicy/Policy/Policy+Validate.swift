public import BerthModel

extension Policy {
    /// Checks the names that the policy uses of its own parts and of the catalogue.
    /// - Throws: `BerthError` with code `invalidPolicy`, naming the nearest known word.
    public func validateNames(_ catalogue: Catalogue) throws(BerthError) {
        guard hostLabels.count <= LabelNumbers.countMax else {
            throw BerthError(
                .invalidPolicy, "the policy has \(hostLabels.count) labels, and a site has at most \(LabelNumbers.countMax)",
                field: "labels")
        }
        for (name, workload) in workloads.sorted(by: { $0.key < $1.key }) {
            for profile in workload.profiles { try requireKind(profile.kind, catalogue, at: "workloads.\(name).alternatives") }
        }
        for (name, agency) in agencies.sorted(by: { $0.key < $1.key }) {
            for kind in agency.deviceLimits.keys.sorted() { try requireKind(kind, catalogue, at: "agencies.\(name).limits") }
            for label in agency.labels { try requireLabel(label, of: name) }
            guard let parent = agency.parent else { continue }
            guard agencies[parent] != nil else {
                throw BerthError(
                    .invalidPolicy, "the parent \"\(parent)\" of agency \"\(name)\" is not an agency", field: "agencies.\(name).parent",
                    hint: Spelling.nearest(to: parent.text, among: agencies.keys.map(\.text).sorted()).map { "did you mean \"\($0)\"?" })
            }
            try requireRoot(above: name)
        }
    }

    private func requireKind(_ kind: KindName, _ catalogue: Catalogue, at field: String) throws(BerthError) {
        guard catalogue.kinds[kind] == nil else { return }
        let known = catalogue.kinds.keys.map(\.text).sorted()
        throw BerthError(
            .invalidPolicy, "no accelerator kind \"\(kind)\" is known", field: field,
            hint: Spelling.nearest(to: kind.text, among: known).map { "did you mean \"\($0)\"?" }
                ?? "known: \(known.joined(separator: ", "))")
    }

    private func requireLabel(_ label: LabelName, of agency: AgencyName) throws(BerthError) {
        guard hostLabels[label] == nil else { return }
        let known = hostLabels.keys.map(\.text).sorted()
        throw BerthError(
            .invalidPolicy, "the label \"\(label)\" of agency \"\(agency)\" is not under labels", field: "agencies.\(agency).labels",
            hint: Spelling.nearest(to: label.text, among: known).map { "did you mean \"\($0)\"?" }
                ?? (known.isEmpty ? "the policy defines none" : "known: \(known.joined(separator: ", "))"))
    }

    private func requireRoot(above name: AgencyName) throws(BerthError) {
        var seen: Set<AgencyName> = [name]
        var next = agencies[name]?.parent
        while let parent = next {
            guard seen.insert(parent).inserted else {
                throw BerthError(
                    .invalidPolicy, "agency \"\(name)\" stands above itself, by way of \"\(parent)\"", field: "agencies.\(name).parent")
            }
            guard seen.count <= Limits.agencyDepthMax else {
                throw BerthError(
                    .invalidPolicy, "agency \"\(name)\" stands \(seen.count) levels deep; at most \(Limits.agencyDepthMax) are supported",
                    field: "agencies.\(name).parent")
            }
            next = agencies[parent]?.parent
        }
    }
}
