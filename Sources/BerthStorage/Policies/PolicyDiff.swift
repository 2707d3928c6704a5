package import BerthModel

/// What differs between two policies in what they mean: order, form and comments of the files do not matter, nor does a value that is
/// written out and is the usual one.
package struct PolicyDiff: Sendable {
    package struct Change: Hashable, Sendable {
        /// `agencies noaa limits h200`.
        package var path: [String]
        /// Nil for what is new.
        package var old: String?
        /// Nil for what is gone.
        package var new: String?

        /// What it is about: `agency noaa`, `budget hall-2`, or the policy itself.
        package var subject: String {
            guard path.count > 1, let noun = PolicyDiff.nouns[path[0]] else { return "policy" }
            return "\(noun) \(path[1])"
        }

        /// Within its subject: `limits.h200`; empty for all of it.
        package var key: String {
            (path.count > 1 && PolicyDiff.nouns[path[0]] != nil ? path.dropFirst(2) : path[...]).joined(separator: ".")
        }
    }

    private static let nouns = [
        "power": "budget", "agencies": "agency", "queues": "queue", "workloads": "workload", "accelerators": "kind", "labels": "label",
    ]

    package private(set) var changes: [Change] = []

    /// - Parameters: texts of policies that were read before.
    /// - Throws: `BerthError` with code `invalidSyntax` for a text that is no policy.
    /// - Complexity: O(size of both).
    package init(from old: String, to new: String) throws(BerthError) {
        let before = try PolicyText(joined: old).document(fileName: nil)
        let after = try PolicyText(joined: new).document(fileName: nil)
        compare(PolicyGuide.form, before.root, after.root, [])
    }

    private mutating func compare(_ form: PolicyForm, _ old: DocumentNode?, _ new: DocumentNode?, _ path: [String]) {
        switch form {
        case .section(let keys, let others):
            let (before, after) = (PolicyDiff.entries(old), PolicyDiff.entries(new))
            let names = Set(keys.map(\.name))
            for key in keys { compare(key, before[key.name], after[key.name], path + [key.name]) }
            guard let others else { return }
            for name in Set(before.keys).union(after.keys).subtracting(names).sorted() {
                compare(others, before[name], after[name], path + [name])
            }
        case .table(_, let item):
            let (before, after) = (PolicyDiff.entries(old), PolicyDiff.entries(new))
            for name in Set(before.keys).union(after.keys).sorted() {
                switch (before[name], after[name]) {
                case (let old?, let new?): compare(item, old, new, path + [name])
                case (let old, let new):
                    changes.append(
                        Change(
                            path: path + [name], old: old.map { PolicyValueText(item, $0).shown },
                            new: new.map { PolicyValueText(item, $0).shown }))
                }
            }
        default: preconditionFailure("a leaf is compared with its key")
        }
    }

    private mutating func compare(_ key: PolicyKey, _ old: DocumentNode?, _ new: DocumentNode?, _ path: [String]) {
        switch key.form {
        case .section, .table: compare(key.form, old, new, path)
        default:
            // `key:` alone is as good as no key.
            let (old, new) = (old.flatMap(PolicyDiff.something), new.flatMap(PolicyDiff.something))
            let before = old.map { PolicyValueText(key.form, $0) }
            let after = new.map { PolicyValueText(key.form, $0) }
            let usual = PolicyValueText(key.form, DocumentNode(content: .scalar(key.plainUsual, isQuoted: false), position: .start)).exact
            guard before?.exact ?? usual != after?.exact ?? usual else { return }
            changes.append(Change(path: path, old: before?.shown, new: after?.shown))
        }
    }

    private static func something(_ node: DocumentNode) -> DocumentNode? {
        if case .nothing = node.content { nil } else { node }
    }

    private static func entries(_ node: DocumentNode?) -> [String: DocumentNode] {
        guard let node, case .mapping(let entries) = node.content else { return [:] }
        var map: [String: DocumentNode] = [:]
        for entry in entries { map[entry.key] = entry.value }
        return map
    }
}

extension PolicyKey {
    /// The default as it would stand in a file.
    fileprivate var plainUsual: String { usual.replacing("`", with: "") }
}
