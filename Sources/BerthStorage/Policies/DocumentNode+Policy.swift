import BerthModel

/// The values of policies that have a form of their own.
extension DocumentNode {
    /// Users, `@groups`, or `*`.
    func users(_ name: String, notes: PolicyNotes) throws(DocumentFault) -> [String] {
        var users: [String] = []
        for item in try list(name) {
            let user = try item.text(name)
            let word = user.hasPrefix("@") ? user.dropFirst() : user[...]
            guard
                user == "*"
                    || (!word.isEmpty && word.utf8.count <= 256
                        && word.utf8.allSatisfy {
                            $0 > 0x20 && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "@")
                        })
            else {
                throw DocumentFault(
                    .invalidPolicy, "\"\(user.prefix(80))\" is not a user: write a user's name, \"@group\" or \"*\"", at: item.position)
            }
            users.append(user)
            notes.addUser(user, at: item.position)
        }
        return users
    }

    /// `430`, whole watts where the key already says so, or `430 W`.
    func wattsOfKey(_ name: String) throws(DocumentFault) -> Watts {
        guard case .scalar(let text, isQuoted: false) = content, let count = Int(text) else { return try watts(name) }
        guard (0...1_000_000).contains(count) else {
            throw DocumentFault(.invalidQuantity, "\"\(name)\" must be 0 to 1000000 watts, not \(count)", at: position)
        }
        return Watts(count)
    }

    /// `5200` or `1.25`, in thousandths.
    func thousandths(_ name: String) throws(DocumentFault) -> Int {
        func fault() -> DocumentFault {
            DocumentFault(.invalidQuantity, "\"\(name)\" must be a number with at most three decimals, not \(described)", at: position)
        }
        guard case .scalar(let text, isQuoted: false) = content else { throw fault() }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), (1...12).contains(parts[0].count),
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let whole = Int(parts[0])
        else { throw fault() }
        guard parts.count == 2 else { return whole * 1000 }
        guard (1...3).contains(parts[1].count), let fraction = Int(parts[1]) else { throw fault() }
        return whole * 1000 + fraction * [100, 10, 1][parts[1].count - 1]
    }
}
