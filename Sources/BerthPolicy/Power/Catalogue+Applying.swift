public import BerthModel

extension Catalogue {
    /// The catalogue with an operator's own figures over the shipped ones.
    /// - Throws: `BerthError` with code `invalidPolicy` for a kind that nobody knows, and for an idle draw above the maximum.
    public func applying(_ policy: Policy) throws(BerthError) -> Catalogue {
        var result = self
        for (name, change) in policy.accelerators.sorted(by: { $0.key < $1.key }) {
            guard var kind = result.kinds[name] else {
                let known = kinds.keys.map(\.text).sorted()
                let hint =
                    Spelling.nearest(to: name.text, among: known).map { "did you mean \"\($0)\"?" }
                    ?? "known: \(known.joined(separator: ", "))"
                throw BerthError(.invalidPolicy, "no accelerator kind \"\(name)\" is known", field: "accelerators.\(name)", hint: hint)
            }
            let idle = change.idle ?? kind.power.idle
            let maximum = change.max ?? kind.power.max
            guard .zero <= idle, idle <= maximum else {
                throw BerthError(
                    .invalidPolicy, "the idle draw of \"\(name)\" is \(idle), above its maximum of \(maximum)",
                    field: "accelerators.\(name)",
                    hint: "give both figures when one of them leaves the other's range")
            }
            kind.power = PowerRange(
                idle: idle, min: kind.power.min.map { min($0, maximum) }, default: max(idle, min(kind.power.default, maximum)),
                max: maximum,
                provenance: change.provenance, source: "policy")
            result.kinds[name] = kind
        }
        return result
    }
}
