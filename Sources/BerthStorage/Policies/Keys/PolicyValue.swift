import BerthModel

/// One way to read a value, together with the words for it: neither can change without the other.
struct PolicyValue<Value> {
    let form: PolicyForm
    /// - Parameters: the node, its key, and the place of the map that the key stands in.
    let read: (DocumentNode, String, PolicyPlace) throws(DocumentFault) -> Value
}

extension PolicyValue where Value == Bool {
    static var boolean: PolicyValue { PolicyValue(form: .boolean) { node, key, _ throws(DocumentFault) in try node.boolean(key) } }
}

extension PolicyValue where Value == Int {
    static func integer(_ range: ClosedRange<Int>) -> PolicyValue {
        PolicyValue(form: .integer(range)) { node, key, _ throws(DocumentFault) in try node.integer(key, in: range) }
    }

    /// A count without an upper bound.
    static var count: PolicyValue { integer(0...Int.max) }

    /// In thousandths.
    static func decimal(_ range: ClosedRange<Int> = 0...Int.max, otherwise fault: String? = nil) -> PolicyValue {
        PolicyValue(form: .decimal(thousandths: range)) { node, key, _ throws(DocumentFault) in
            let value = try node.thousandths(key)
            guard range.contains(value) else {
                let form = PolicyForm.decimal(thousandths: range).words
                throw DocumentFault(.invalidQuantity, fault ?? "\"\(key)\" must be a \(form), not \(node.described)", at: node.position)
            }
            return value
        }
    }

    /// The number of a signal.
    static var signal: PolicyValue {
        PolicyValue(form: .text("signal")) { node, key, _ throws(DocumentFault) in
            let text = try node.text(key)
            guard let number = WarningSignal.number(of: text) else {
                throw DocumentFault(
                    .invalidPolicy, "\"\(text.prefix(40))\" is not a signal", at: node.position, hint: "write it like TERM, USR1 or 10")
            }
            return number
        }
    }
}

extension PolicyValue where Value == String {
    static var text: PolicyValue { PolicyValue(form: .text("text")) { node, key, _ throws(DocumentFault) in try node.text(key) } }
}

extension PolicyValue where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    static var word: PolicyValue {
        PolicyValue(form: .words(Value.allCases.map(\.rawValue))) { node, key, _ throws(DocumentFault) in try node.word(key) }
    }
}

extension PolicyValue where Value == Duration {
    /// - Parameter isPositive: zero is refused.
    static func duration(isPositive: Bool = false) -> PolicyValue {
        PolicyValue(form: .duration(atLeast: isPositive ? .milliseconds(1) : .zero)) { node, key, _ throws(DocumentFault) in
            let value = try node.duration(key)
            guard !isPositive || value > .zero else {
                throw DocumentFault(.invalidPolicy, "\"\(key)\" must be above zero", at: node.position)
            }
            return value
        }
    }
}

extension PolicyValue where Value == Watts {
    static var power: PolicyValue {
        PolicyValue(form: .power(isBare: false)) { node, key, _ throws(DocumentFault) in try node.watts(key) }
    }

    /// `430`, where the key already says that it is watts.
    static var bareWatts: PolicyValue {
        PolicyValue(form: .power(isBare: true)) { node, key, _ throws(DocumentFault) in try node.wattsOfKey(key) }
    }
}

extension PolicyValue where Value == Bytes {
    static var size: PolicyValue { PolicyValue(form: .size) { node, key, _ throws(DocumentFault) in try node.bytes(key) } }
}

extension PolicyValue where Value == [NodeName] {
    static var nodes: PolicyValue { PolicyValue(form: .nodes) { node, key, _ throws(DocumentFault) in try node.nodeNames(key) } }
}

extension PolicyValue where Value == [String] {
    static var texts: PolicyValue {
        PolicyValue(form: .list(of: .text("text"))) { node, key, _ throws(DocumentFault) in try node.texts(key) }
    }

    static var users: PolicyValue {
        PolicyValue(form: .list(of: .text("user, `@group` or `*`"))) { node, key, place throws(DocumentFault) in
            try node.users(key, notes: place.notes)
        }
    }

    /// A list of some of these words.
    static func words(_ known: [String], what: String) -> PolicyValue {
        PolicyValue(form: .list(of: .words(known))) { node, key, _ throws(DocumentFault) in
            var words: [String] = []
            for item in try node.list(key) {
                let word = try item.text(key)
                guard known.contains(word) else {
                    let near = Spelling.nearest(to: word, among: known).map { "did you mean \"\($0)\"?" }
                    throw DocumentFault(
                        .invalidPolicy, "no \(what) \"\(word.prefix(80))\" is known", at: item.position,
                        hint: near ?? "known: \(known.joined(separator: ", "))")
                }
                words.append(word)
            }
            return words
        }
    }
}

extension PolicyValue {
    static func name<Tag>() -> PolicyValue where Value == Name<Tag> {
        PolicyValue(form: .text("name")) { node, key, _ throws(DocumentFault) in try node.name(key) }
    }

    static func names<Tag>() -> PolicyValue where Value == [Name<Tag>] {
        PolicyValue(form: .list(of: .text("name"))) { node, key, _ throws(DocumentFault) in
            var names: [Name<Tag>] = []
            for item in try node.list(key) { names.append(try item.name(key)) }
            return names
        }
    }

    /// A device kind of the catalogue.
    static func kind() -> PolicyValue where Value == KindName {
        PolicyValue(form: .text("kind")) { node, key, place throws(DocumentFault) in
            try node.parsed(key) { text throws(BerthError) in try place.catalogue.kind(KindName(text)).name }
        }
    }

    /// A map with fixed keys.
    static func section(_ section: PolicySection<Value>, from usual: Value) -> PolicyValue {
        PolicyValue(form: section.form) { node, key, place throws(DocumentFault) in
            var value = usual
            try section.read(node, into: &value, at: place.inner(place.path(of: key)))
            return value
        }
    }

    /// A map from names of the operator's to maps with fixed keys.
    static func table<Tag, Item>(
        _ name: String, of section: PolicySection<Item>, from usual: Item
    ) -> PolicyValue where Value == [Name<Tag>: Item] {
        PolicyValue(form: .table(name: name, of: section.form)) { node, key, place throws(DocumentFault) in
            var table: [Name<Tag>: Item] = [:]
            for entry in try node.entries(key) {
                var item = usual
                try section.read(entry.value, into: &item, at: place.inner("\(key).\(entry.key)"))
                table[try entry.name()] = item
            }
            return table
        }
    }
}

extension PolicyPlace {
    /// What messages call the map under a key of this one.
    func path(of key: String) -> String { name == PolicyReader.rootName ? key : "\(name).\(key)" }
}
