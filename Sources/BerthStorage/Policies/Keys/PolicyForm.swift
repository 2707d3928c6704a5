/// What the value of a key may be: for the reader's messages, for people and for editors.
package indirect enum PolicyForm: Sendable {
    case boolean
    /// `Int.max` as its upper bound means none.
    case integer(ClosedRange<Int>)
    /// A number with at most three decimals, the bounds in thousandths; `Int.max` means none.
    case decimal(thousandths: ClosedRange<Int>)
    case words([String])
    /// Text that is this: `a name`, `a user's name, "@group" or "*"`.
    case text(String)
    /// At least so long.
    case duration(atLeast: Duration)
    /// - isBare: whole watts may stand without a unit.
    case power(isBare: Bool)
    case size
    /// Node names with ranges, as one text or a list of them.
    case nodes
    case list(of: PolicyForm)
    /// A map with these keys. `others`: what any further key means.
    case section([PolicyKey], others: PolicyKey?)
    /// A map from names of the operator's own.
    case table(name: String, of: PolicyForm)
}

extension PolicyForm {
    /// In one or two words, with its range where it has one.
    package var words: String {
        switch self {
        case .boolean: "`true`, `false`"
        case .integer(let range) where range.lowerBound == range.upperBound: "\(range.lowerBound)"
        case .integer(let range):
            range.upperBound == Int.max
                ? (range.lowerBound == 0 ? "whole number" : "whole number from \(range.lowerBound)")
                : "\(range.lowerBound) to \(range.upperBound)"
        case .decimal(let range):
            range.upperBound == Int.max
                ? "number" : "number from \(PolicyForm.text(range.lowerBound)) to \(PolicyForm.text(range.upperBound))"
        case .words(let words): words.map { "`\($0)`" }.joined(separator: ", ")
        case .text(let what): what
        case .duration(let shortest): shortest > .zero ? "duration above 0s" : "duration"
        case .power(let isBare): isBare ? "power or whole watts" : "power"
        case .size: "size"
        case .nodes: "names"
        case .list(let item): "list: \(item.words)"
        case .section: "map"
        case .table(let name, _): "map of \(name)"
        }
    }

    private static func text(_ thousandths: Int) -> String {
        let rest = thousandths % 1000
        guard rest != 0 else { return "\(thousandths / 1000)" }
        return "\(thousandths / 1000)." + String("\(1000 + rest)".dropFirst())
    }
}
