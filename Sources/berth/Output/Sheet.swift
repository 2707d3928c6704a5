/// Facts about one thing, in sections of aligned lines.
struct Sheet {
    private(set) var text: String
    private var indent = "  "
    private static let width = 14

    init(title: String) { text = Plain.cell(title) + "\n" }

    /// Starts a section of indented lines.
    mutating func section(_ name: String) {
        text += "  \(name)\n"
        indent = "    "
    }

    /// One line; nothing for a fact that is absent.
    mutating func add(_ name: String, _ value: String?) {
        guard let value else { return }
        text += indent + name + String(repeating: " ", count: max(1, Sheet.width - name.count)) + Plain.cell(value) + "\n"
    }
}
