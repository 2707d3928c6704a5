package import BerthModel
package import BerthPlacement
import BerthPolicy
import BerthStorage

/// Rules of placement that a list of openb can be replayed by.
package enum OpenBRule: Hashable, Sendable {
    /// What a policy says, on the production core.
    case policy(PlacementRule)
    /// Least fragmentation, as published (FGD, ATC 2023).
    case fgd
    /// The first node that fits, with the best of its GPUs: an implementation of its own, to compare with.
    case firstFit

    /// What a policy file says.
    /// - Throws: what `PolicyFile` throws.
    package init(policyFile text: String, name: String) throws(BerthError) {
        self = .policy(try PolicyFile.decode(text, fileName: name).placement)
    }

    /// Of a policy that says nothing.
    package static let usual = OpenBRule.policy(.learnt)

    /// By the words of the command line.
    package static let named: [String: OpenBRule] = ["learnt": .policy(.learnt), "fgd": .fgd, "first-fit": .firstFit]

    package var name: String {
        switch self {
        case .policy(let rule): rule.rawValue
        case .fgd: "fgd"
        case .firstFit: "first-fit"
        }
    }
}
