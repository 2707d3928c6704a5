import BerthAPI
import BerthModel

/// A job that can never run here: what was asked, what there is, what to try. The daemon knows the first two, and says them on lines of
/// their own.
enum Refusal {
    static let opening = "cannot ever run here"

    static func text(_ message: String, hint: String?) -> String {
        let lines = message.split(separator: "\n").map { Plain.cell(String($0)) }
        let text = lines.joined(separator: "\n")
        return (text.hasPrefix(opening) ? text : "\(opening): \(text)") + (hint.map { "\n  try    \(Plain.cell($0))" } ?? "")
    }

    /// Of a plan: each reason that no wait will cure.
    static func text(_ blockers: [BlockerView]) -> String {
        guard !blockers.isEmpty else { return opening + "\n" }
        return blockers.map { text($0.message, hint: $0.hint) + "\n" }.joined()
    }
}
