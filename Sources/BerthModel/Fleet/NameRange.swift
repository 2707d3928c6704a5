/// Lists of names with ranges, as Slurm writes host lists: `h-[01-08],t-[1,3-4]`.
public enum NameRange {
    /// All names that `text` stands for, in order: of several brackets the last one counts fastest. Leading zeros keep their width.
    /// - Complexity: O(names). They are counted before the first one is built.
    /// - Throws: `BerthError` with code `invalidSyntax`; also for more than `limit` names.
    public static func expand(_ text: String, limit: Int = Limits.nodesMax) throws(BerthError) -> [String] {
        var patterns: [NamePattern] = []
        var count = 0
        for item in try split(text) {
            let pattern = try NamePattern(item, of: text)
            guard let more = pattern.count, more <= limit - count else {
                throw BerthError(
                    .invalidSyntax, "\"\(text.prefix(80))\" stands for more than the \(Limits.nodesMax) names that a fleet may hold")
            }
            count += more
            patterns.append(pattern)
        }
        var names: [String] = []
        names.reserveCapacity(count)
        for pattern in patterns { names += pattern.names }
        return names
    }

    /// Splits at the commas that stand outside brackets.
    private static func split(_ text: String) throws(BerthError) -> [String] {
        var items: [String] = [""]
        var depth = 0
        for character in text where character != " " {
            switch character {
            case "[": depth += 1
            case "]": depth -= 1
            default: break
            }
            guard (0...1).contains(depth) else { throw refuse(text, "brackets do not match") }
            if character == ",", depth == 0 { items.append("") } else { items[items.count - 1].append(character) }
        }
        guard depth == 0 else { throw refuse(text, "a bracket is not closed") }
        guard items.allSatisfy({ !$0.isEmpty }) else { throw refuse(text, "a name is empty") }
        return items
    }

    static func refuse(_ text: String, _ why: String) -> BerthError {
        BerthError(.invalidSyntax, "\"\(text.prefix(80))\" is not a list of names: \(why)", hint: "write it like \"h-[01-08],t-[1,3-4]\"")
    }
}
