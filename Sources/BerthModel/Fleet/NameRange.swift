/// Lists of names with ranges, as Slurm writes host lists: `h-[01-08],t-[1,3-4]`.
public enum NameRange {
    /// All names that `text` stands for, in order. Leading zeros keep their width.
    /// - Throws: `BerthError` with code `invalidSyntax`; also when the range holds more than `limit` names, before any is built.
    public static func expand(_ text: String, limit: Int = Limits.nodesMax) throws(BerthError) -> [String] {
        var names: [String] = []
        for item in try split(text) {
            names += try expandOne(item, limit: limit - names.count, of: text)
        }
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
        // Each bracket gives at least one character of the name; this also bounds the recursion below.
        guard items.allSatisfy({ item in item.utf8.count { $0 == UInt8(ascii: "[") } <= Limits.namesBytesMax }) else {
            throw refuse(text, "a name has more than \(Limits.namesBytesMax) brackets")
        }
        return items
    }

    private static func expandOne(_ item: String, limit: Int, of text: String) throws(BerthError) -> [String] {
        guard let open = item.firstIndex(of: "[") else {
            guard limit > 0 else { throw tooMany(text) }
            return [try short(item, of: text)]
        }
        guard let close = item.firstIndex(of: "]"), close > open else { throw refuse(text, "brackets do not match") }
        let tail = try expandOne(String(item[item.index(after: close)...]), limit: limit, of: text, allowEmpty: true)
        var names: [String] = []
        for part in item[item.index(after: open)..<close].split(separator: ",", omittingEmptySubsequences: false) {
            let bounds = part.split(separator: "-", omittingEmptySubsequences: false)
            guard (1...2).contains(bounds.count), let first = number(bounds[0]), let last = number(bounds[bounds.count - 1]), first <= last
            else {
                throw refuse(text, "\"\(part)\" is not a range of numbers")
            }
            guard (last - first + 1) <= (limit - names.count) / tail.count else { throw tooMany(text) }
            for value in first...last {
                let digits = String(value)
                let padded = String(repeating: "0", count: max(0, bounds[0].count - digits.count)) + digits
                for end in tail { names.append(try short(item[..<open] + padded + end, of: text)) }
            }
        }
        return names
    }

    private static func expandOne(_ item: String, limit: Int, of text: String, allowEmpty: Bool) throws(BerthError) -> [String] {
        item.isEmpty ? [""] : try expandOne(item, limit: limit, of: text)
    }

    /// Refuses what is too long for a name before a million of them are built.
    private static func short(_ name: String, of text: String) throws(BerthError) -> String {
        guard name.utf8.count <= Limits.namesBytesMax else { throw refuse(text, "a name has more than \(Limits.namesBytesMax) characters") }
        return name
    }

    private static func number(_ text: Substring) -> Int? {
        Digits.value(text, places: 9)
    }

    private static func refuse(_ text: String, _ why: String) -> BerthError {
        BerthError(.invalidSyntax, "\"\(text.prefix(80))\" is not a list of names: \(why)", hint: "write it like \"h-[01-08],t-[1,3-4]\"")
    }

    private static func tooMany(_ text: String) -> BerthError {
        BerthError(.invalidSyntax, "\"\(text.prefix(80))\" stands for more than the \(Limits.nodesMax) names that a fleet may hold")
    }
}
