import BerthAPI
import BerthModel

/// What `berth why` and `berth plan` say about blockers.
enum WhyText {
    static func text(_ view: WhyView) -> String {
        var text = Plain.cell(view.summary) + (view.blockers.isEmpty ? "\n" : ":\n") + blockers(view.blockers)
        text += kinds(view.kinds)
        if !view.cleared.isEmpty { text += "not a problem: \(Plain.cell(view.cleared.joined(separator: ", ")))\n" }
        return text
    }

    /// Who says how fast its kinds are.
    static func kinds(_ phrases: [String]?) -> String { phrases.map { "kinds: \(Plain.cell($0.joined(separator: ", ")))\n" } ?? "" }

    /// Numbered, the leading one first, with what would clear each.
    static func blockers(_ blockers: [BlockerView]) -> String {
        let width = blockers.map(\.code.count).max() ?? 0
        let margin = String(repeating: " ", count: width + 4)
        var text = ""
        for (index, blocker) in blockers.enumerated() {
            let number = index + 1 < 10 ? " \(index + 1)" : "\(index + 1)"
            let code = blocker.code + String(repeating: " ", count: width - blocker.code.count)
            text += "\(number) \(code) \(Plain.cell(blocker.message))\n"
            if !blocker.clearsWhen.isEmpty {
                text += "\(margin)clears when: \(Plain.cell(blocker.clearsWhen.joined(separator: ", or ")))\n"
            }
            if let hint = blocker.hint { text += "\(margin)\(who(blocker)) can: \(Plain.cell(hint))\n" }
        }
        return text
    }

    private static func who(_ blocker: BlockerView) -> String {
        switch ReasonCode.FixableBy(rawValue: blocker.fixableBy) {
        case .agencyAdmin: "an admin of the agency"
        case .operator: "an operator"
        case .you, .time, nil: "you"
        }
    }
}
