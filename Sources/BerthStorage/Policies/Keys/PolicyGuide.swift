package import BerthModel

/// All keys of the policy file as one list, for people and for editors: made of what decodes them.
package enum PolicyGuide {
    package struct Entry: Sendable {
        /// `queues.QUEUE.max_time`: words in capitals stand for names.
        package var path: [String]
        package var key: PolicyKey
        /// That of the key, or of a key above it that has none.
        package var effect: PolicyEffect

        package var name: String { path.joined(separator: ".") }
    }

    /// The file itself.
    package static var form: PolicyForm { PolicyKeys.root().form }

    /// In the order in which they are read, every map before its keys.
    package static var entries: [Entry] {
        var entries: [Entry] = []
        collect(form, [], .placement, into: &entries)
        return entries
    }

    private static func collect(_ form: PolicyForm, _ path: [String], _ outer: PolicyEffect, into entries: inout [Entry]) {
        switch form {
        case .section(let keys, let others):
            for key in keys + (others.map { [$0] } ?? []) {
                let effect =
                    switch outer {
                    case .notYet, .refused: outer
                    default: key.effect
                    }
                entries.append(Entry(path: path + [key.name], key: key, effect: effect))
                collect(key.form, path + [key.name], effect, into: &entries)
            }
        case .table(let name, let item): collect(item, path + [name], outer, into: &entries)
        case .list(let item): collect(item, path, outer, into: &entries)
        default: break
        }
    }

    /// The keys that a text may mean: `queues.research.max_time`, `queue.max_time` or `max_time`.
    /// - Throws: `BerthError` with code `usage` where it means none, with the nearest.
    package static func find(_ text: String) throws(BerthError) -> [Entry] {
        let words = text.split(separator: ".").map(String.init)
        let all = entries
        let whole = all.filter { matches(words, $0.path[...], isStart: true) }
        // A word that is a key is no name: "limits.power" is not the limit of a kind "power".
        let named = whole.filter { $0.path.last == words.last }
        if !whole.isEmpty { return named.isEmpty ? whole : named }
        let ends = all.filter { words.count == 1 && $0.path.last?.lowercased() == words[0].lowercased() }
        guard ends.isEmpty else { return ends }
        let known = Array(Set(all.flatMap { [$0.path[$0.path.count - 1], $0.name, plain($0.path)] })).sorted()
        throw BerthError(
            .usage, "a policy has no key \"\(text.prefix(80))\"",
            hint: Spelling.nearest(to: text, among: known).map { "did you mean \"\($0)\"?" } ?? "berth policy explain lists all")
    }

    /// The path without the names of the operator's own.
    private static func plain(_ path: [String]) -> String { path.filter { !isName($0) }.joined(separator: ".") }

    private static func isName(_ word: String) -> Bool { word.allSatisfy(\.isUppercase) }

    /// A name of the operator's own stands for itself, or is left out.
    private static func matches(_ words: [String], _ path: ArraySlice<String>, isStart: Bool) -> Bool {
        guard let first = path.first else { return words.isEmpty }
        if isName(first) {
            let rest = path.dropFirst()
            return matches(words, rest, isStart: false) && !rest.isEmpty
                || !words.isEmpty && matches(Array(words.dropFirst()), rest, isStart: false)
        }
        guard let word = words.first, word == first || isStart && [word + "s", String(word.dropLast()) + "ies"].contains(first) else {
            return false
        }
        return matches(Array(words.dropFirst()), path.dropFirst(), isStart: false)
    }
}
