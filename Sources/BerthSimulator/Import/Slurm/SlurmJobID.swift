import BerthModel

/// The job ids of `sacct`: `123`, `123_4` (a task), `123_[5-9%2]` (the tasks of an array that wait), `123+1` (a component of a
/// heterogeneous job), and any of them with `.batch`, `.extern` or `.0` behind (a step).
struct SlurmJobID {
    /// Without the step.
    var text: String
    var isStep: Bool
    /// Tasks that stand in one row; nil for one job.
    var tasks: ArraySpec?
    var isComponent: Bool

    /// - Returns: nil for what is no job id, and for a list of tasks that `sacct` cut short with `...`.
    init?(_ text: String) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        isStep = parts.count == 2
        self.text = String(parts[0])
        let digits = parts[0].prefix { $0.isASCII && $0.isNumber }
        let rest = parts[0].dropFirst(digits.count)
        guard (1...18).contains(digits.count) else { return nil }
        isComponent = false
        if isStep, parts[1].isEmpty { return nil }
        switch rest.first {
        case nil: break
        case "+":
            guard SlurmJobID.isNumber(rest.dropFirst()) else { return nil }
            isComponent = true
        case "_" where rest.hasPrefix("_[") && rest.hasSuffix("]"):
            guard let tasks = try? ArraySpec(parsing: String(rest.dropFirst(2).dropLast())) else { return nil }
            self.tasks = tasks
            self.text = String(digits)
        case "_":
            guard SlurmJobID.isNumber(rest.dropFirst()) else { return nil }
        default: return nil
        }
    }

    private static func isNumber(_ text: Substring) -> Bool {
        (1...10).contains(text.utf8.count) && text.allSatisfy { $0.isASCII && $0.isNumber }
    }
}
