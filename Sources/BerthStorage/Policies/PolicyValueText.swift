import BerthModel

/// A value of a policy file in one form, whatever way it was written.
struct PolicyValueText {
    /// Equal for values that mean the same.
    let exact: String
    /// For people.
    let shown: String

    init(_ form: PolicyForm, _ node: DocumentNode) {
        (exact, shown) = PolicyValueText.read(form, node)
    }

    private static func read(_ form: PolicyForm, _ node: DocumentNode) -> (String, String) {
        switch node.content {
        case .scalar(let text, _): return scalar(form, text)
        case .nothing: return ("", "")
        case .list(let items): return list(form, items)
        case .mapping(let entries):
            var parts: [(key: String, value: PolicyValueText)] = []
            for entry in entries { parts.append((entry.key, PolicyValueText(form.form(of: entry.key), entry.value))) }
            parts.sort { $0.key < $1.key }
            func joined(_ text: (PolicyValueText) -> String) -> String {
                "{" + parts.map { "\($0.key): \(text($0.value))" }.joined(separator: ", ") + "}"
            }
            return (joined(\.exact), joined(\.shown))
        }
    }

    private static func list(_ form: PolicyForm, _ items: [DocumentNode]) -> (String, String) {
        if case .nodes = form {
            let names = items.flatMap { item -> [String] in
                guard case .scalar(let text, _) = item.content else { return [] }
                return (try? NameRange.expand(text)) ?? [text]
            }
            return nodes(names)
        }
        guard case .list(let item) = form else { return ("?", "?") }
        var texts = items.map { PolicyValueText(item, $0) }
        // Who is named first among users, labels or queues says nothing.
        if case .text(let what) = item, what != "text" { texts.sort { $0.exact < $1.exact } }
        return ("[" + texts.map(\.exact).joined(separator: ", ") + "]", "[" + texts.map(\.shown).joined(separator: ", ") + "]")
    }

    private static func nodes(_ names: [String]) -> (String, String) {
        let text = NameRange.compress(Set(names).sorted())
        return (text, text)
    }

    private static func scalar(_ form: PolicyForm, _ text: String) -> (String, String) {
        switch form {
        case .duration: if let duration = try? Duration(parsing: text) { return ("\(duration.milliseconds)ms", duration.short) }
        case .power:
            if let bare = Int64(text) { return ("\(bare * 1000) mW", "\(bare) W") }
            if let watts = try? Watts(parsing: text) { return ("\(watts.milliwatts) mW", "\(watts)") }
        case .size: if let bytes = try? Bytes(parsing: text) { return ("\(bytes.count)", "\(bytes)") }
        case .integer: if let number = Int(text) { return ("\(number)", "\(number)") }
        case .decimal:
            let node = DocumentNode(content: .scalar(text, isQuoted: false), position: .start)
            if let value = try? node.thousandths("") { return ("\(value)", text) }
        case .nodes: return nodes((try? NameRange.expand(text)) ?? [text])
        default: break
        }
        return (text, text)
    }
}

extension PolicyForm {
    /// Of the value under a key of a map of this form.
    fileprivate func form(of key: String) -> PolicyForm {
        switch self {
        case .section(let keys, let others): keys.first { $0.name == key }?.form ?? others?.form ?? .text("text")
        case .table(_, let item): item
        default: .text("text")
        }
    }
}
