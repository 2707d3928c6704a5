public import BerthModel

extension Policy {
    /// How a host is made ready for another label: the scrub of the label that leaves, else that of the one that comes; nil for nothing.
    public func scrub(from: LabelName?, to: LabelName?) -> Scrub? {
        (from.flatMap { hostLabels[$0] } ?? to.flatMap { hostLabels[$0] })?.scrub
    }

    /// The labels that an agency's jobs may have: its own, else those of the nearest agency above it that has some.
    public func labels(of agency: AgencyName) -> [LabelName] {
        lineage(of: agency).lazy.compactMap { self.agencies[$0]?.labels }.first { !$0.isEmpty } ?? []
    }

    /// The label of the hosts that a job may stand on; nil for hosts without one.
    /// - Parameter named: what the job says; nil when it leaves it open.
    /// - Throws: `BerthError` with code `notAllowed` when its agency may not have the label, or has several and the job names none.
    public func hostLabel(named: LabelName?, for agency: AgencyName) throws(BerthError) -> LabelName? {
        let own = labels(of: agency)
        guard let named else {
            guard own.count > 1 else { return own.first }
            throw BerthError(
                .notAllowed, "agency \"\(agency)\" has \(own.count) labels, so the job must name one", field: "/host_label",
                hint: "add --host-label with one of: \(own.map(\.text).joined(separator: ", "))")
        }
        guard !own.contains(named) else { return named }
        throw BerthError(
            .notAllowed, "jobs of agency \"\(agency)\" may not have the label \"\(named)\"", field: "/host_label",
            hint: own.isEmpty
                ? "leave it out: the agency has none; an operator gives it some under agencies.\(agency).labels"
                : "use --host-label with one of: \(own.map(\.text).joined(separator: ", "))")
    }
}
