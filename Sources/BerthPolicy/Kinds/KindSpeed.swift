public import BerthModel

/// How fast a member works on one kind, and who says so.
public struct KindSpeed: Hashable, Sendable {
    public enum Source: Hashable, Sendable {
        /// The operators' own figure.
        case policy
        /// From so many jobs that are over, on this kind.
        case learnt(jobs: Int)
    }

    public var kind: KindName
    /// Devices of a member.
    public var slots: Int
    /// In the workload's unit, thousandths; of no unit where all are learnt, the best known kind then standing at 1,000.
    public var thousandths: Int
    public var unit: String?
    public var source: Source

    /// `400`, `1.189`.
    static func text(_ thousandths: Int) -> String {
        let rest = thousandths % 1000
        guard rest > 0 else { return "\(thousandths / 1000)" }
        var digits = String("\(1000 + rest)".dropFirst())
        while digits.last == "0" { digits.removeLast() }
        return "\(thousandths / 1000).\(digits)"
    }

    /// `8 x h200: 1000 tokens/s (policy revision 4)`, `16 x trn2: 420.448 tokens/s (learnt from 23 jobs)`.
    /// - Parameter revision: of the policy that the figures are from.
    public func sentence(revision: Int) -> String {
        let unit = unit.map { " \($0)" } ?? ""
        return "\(slots) x \(kind): \(KindSpeed.text(thousandths))\(unit) (\(origin(revision: revision)))"
    }

    /// `policy revision 4`, `learnt from 23 jobs`.
    public func origin(revision: Int) -> String {
        switch source {
        case .policy: "policy revision \(revision)"
        case .learnt(let jobs): "learnt from \(jobs) \(jobs == 1 ? "job" : "jobs")"
        }
    }
}
