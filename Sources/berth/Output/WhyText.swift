import BerthAPI
import BerthModel

/// What `berth why` and `berth plan` say about blockers.
enum WhyText {
    static func text(_ view: WhyView) -> String {
        var text = "job \(view.id): \(Plain.cell(view.summary))"
        switch view.blockers.count {
        case 0: break
        case 1: text += " 1 blocker must clear:"
        default: text += " \(view.blockers.count) blockers, all must clear:"
        }
        text += "\n" + blockers(view.blockers)
        if !view.cleared.isEmpty { text += "not a problem: \(Plain.cell(view.cleared.joined(separator: ", ")))\n" }
        return text
    }

    /// Numbered, the leading one first, with what would clear each.
    static func blockers(_ blockers: [BlockerView]) -> String {
        let width = blockers.map(\.code.count).max() ?? 0
        let margin = String(repeating: " ", count: width + 4)
        var text = ""
        for (index, blocker) in blockers.enumerated() {
            let number = index + 1 < 10 ? " \(index + 1)" : "\(index + 1)"
            let code = blocker.code + String(repeating: " ", count: width - blocker.code.count)
            text += "\(number) \(code) \(Plain.cell(blocker.message))\(figures(blocker))\n"
            if !blocker.clearsWhen.isEmpty { text += "\(margin)clears when: \(Plain.cell(blocker.clearsWhen.joined(separator: ", or ")))\n" }
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

    /// ` (needs 2400 W, has 1300 W)`, where the reason is a quantity.
    private static func figures(_ blocker: BlockerView) -> String {
        guard let need = blocker.need, let have = blocker.have else { return "" }
        func amount(_ value: Int) -> String {
            switch blocker.unit {
            case "W": "\(Watts(value))"
            case let unit?: "\(value) \(unit)"
            case nil: "\(value)"
            }
        }
        return " (needs \(amount(need)), has \(amount(have)))"
    }
}
