import BerthModel

/// The keys of one map: each with its form, its words and the property that its value goes to.
struct PolicySection<Owner> {
    struct Field {
        let key: PolicyKey
        let read: (DocumentNode, inout Owner, PolicyPlace) throws(DocumentFault) -> Void
    }

    private(set) var fields: [Field] = []
    /// What a key means that is none of these; nil: it is unknown.
    private var others: (key: PolicyKey, read: (DocumentNode.Entry, inout Owner, PolicyPlace) throws(DocumentFault) -> Void)?
    /// What holds between the keys.
    private var check: ((FieldReader, inout Owner, PolicyPlace) throws(DocumentFault) -> Void)?

    var form: PolicyForm { .section(fields.map(\.key), others: others?.key) }

    mutating func add<Value>(
        _ name: String, _ value: PolicyValue<Value>, to property: WritableKeyPath<Owner, Value>, usual: String, _ meaning: String,
        example: String, _ effect: PolicyEffect
    ) {
        add(name, value, usual: usual, meaning, example: example, effect) { value, owner in owner[keyPath: property] = value }
    }

    mutating func add<Value>(
        _ name: String, _ value: PolicyValue<Value>, to property: WritableKeyPath<Owner, Value?>, usual: String, _ meaning: String,
        example: String, _ effect: PolicyEffect
    ) {
        add(name, value, usual: usual, meaning, example: example, effect) { value, owner in owner[keyPath: property] = value }
    }

    /// A key whose value goes nowhere, or to more than one place.
    mutating func add<Value>(
        _ name: String, _ value: PolicyValue<Value>, usual: String, _ meaning: String, example: String, _ effect: PolicyEffect,
        _ take: @escaping (Value, inout Owner) -> Void = { _, _ in }
    ) {
        let key = PolicyKey(name: name, form: value.form, usual: usual, meaning: meaning, example: example, effect: effect)
        fields.append(
            Field(key: key) { node, owner, place throws(DocumentFault) in take(try value.read(node, name, place), &owner) })
    }

    mutating func setOthers(
        _ name: String, _ form: PolicyForm, _ meaning: String, example: String, _ effect: PolicyEffect,
        read: @escaping (DocumentNode.Entry, inout Owner, PolicyPlace) throws(DocumentFault) -> Void
    ) {
        let key = PolicyKey(name: name, form: form, usual: "none", meaning: meaning, example: example, effect: effect)
        others = (key, read)
    }

    mutating func setCheck(_ check: @escaping (FieldReader, inout Owner, PolicyPlace) throws(DocumentFault) -> Void) {
        self.check = check
    }

    func read(_ node: DocumentNode, into owner: inout Owner, at place: PolicyPlace) throws(DocumentFault) {
        let names = fields.map(\.key.name)
        let reader = try FieldReader(node, keys: others == nil ? names : nil, in: place.name)
        for field in fields {
            let key = field.key
            guard let value = reader.value(key.name) else {
                guard !key.isRequired else { throw reader.missing(key.name, in: place.name) }
                continue
            }
            switch key.effect {
            case .refused where !place.readsRefused:
                throw DocumentFault(
                    .unsupported, "\"\(key.name)\" in \(place.name) is not enforced by this version", at: reader.keyPosition(key.name),
                    hint: "take it out, so that nobody relies on it")
            case .notYet:
                try field.read(value, &owner, place.silent)
                if !place.isSilent {
                    place.notes.add("\"\(key.name)\" in \(place.name) has no effect in this version", at: reader.keyPosition(key.name))
                }
            default:
                try field.read(value, &owner, place)
            }
        }
        if let others {
            for entry in reader.entries where !names.contains(entry.key) { try others.read(entry, &owner, place) }
        }
        try check?(reader, &owner, place)
    }
}
