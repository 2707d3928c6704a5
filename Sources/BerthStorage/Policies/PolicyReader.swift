import BerthModel
import BerthPolicy

/// Reads the map of a policy file.
struct PolicyReader {
    private let fields: FieldReader
    let catalogue: Catalogue
    let notes: PolicyNotes

    init(_ root: DocumentNode, _ catalogue: Catalogue, _ notes: PolicyNotes) throws(DocumentFault) {
        fields = try FieldReader(
            root,
            keys: ["schema", "placement", "power", "accelerators", "workloads", "queues", "agencies", "operators", "fairness", "api"],
            in: "the policy file")
        self.catalogue = catalogue
        self.notes = notes
    }

    func policy() throws(DocumentFault) -> Policy {
        try fields.checkSchema()
        var policy = Policy()
        policy.placement = try fields.value("placement")?.word("placement") ?? policy.placement
        let budgets = try fields.value("power")?.entries("power") ?? []
        for entry in budgets { policy.power.append(try budget(entry)) }
        try checkBudgets(policy.power, budgets)
        for entry in try fields.value("accelerators")?.entries("accelerators") ?? [] {
            policy.accelerators[try kind(entry)] = try powerOverride(entry)
        }
        for entry in try fields.value("workloads")?.entries("workloads") ?? [] { policy.workloads[try entry.name()] = try workload(entry) }
        for entry in try fields.value("queues")?.entries("queues") ?? [] { policy.queues[try entry.name()] = try queue(entry) }
        for entry in try fields.value("agencies")?.entries("agencies") ?? [] { policy.agencies[try entry.name()] = try agency(entry) }
        try checkParents(policy.agencies)
        policy.operators = try fields.value("operators")?.users("operators") ?? []
        try readFairness()
        try readAPI()
        return policy
    }

    /// A key whose form is checked and which does nothing yet.
    func note(_ fields: FieldReader, _ key: String, in place: String) {
        notes.add("\"\(key)\" in \(place) has no effect in this version", at: fields.keyPosition(key))
    }

    /// A key that promises a restriction: not keeping it silently would be worse than not having it.
    func refuse(_ fields: FieldReader, _ key: String, in place: String) throws(DocumentFault) {
        guard fields.value(key) != nil else { return }
        throw DocumentFault(
            .unsupported, "\"\(key)\" in \(place) is not enforced by this version", at: fields.keyPosition(key),
            hint: "take it out, so that nobody relies on it")
    }

    func kind(_ entry: DocumentNode.Entry) throws(DocumentFault) -> KindName {
        try entry.parsedKey { text throws(BerthError) in try catalogue.kind(KindName(text)).name }
    }

    private func readFairness() throws(DocumentFault) {
        guard let node = fields.value("fairness") else { return }
        let fairness = try FieldReader(node, keys: ["half_life", "unit"], in: "fairness")
        _ = try fairness.value("half_life")?.duration("half_life")
        _ = try fairness.value("unit")?.text("unit")
        note(fields, "fairness", in: "the policy file")
    }

    private func readAPI() throws(DocumentFault) {
        guard let node = fields.value("api") else { return }
        let api = try FieldReader(node, keys: ["requests_per_second_per_uid", "max_body"], in: "api")
        _ = try api.value("requests_per_second_per_uid")?.integer("requests_per_second_per_uid", in: 1...1_000_000)
        _ = try api.value("max_body")?.bytes("max_body")
        note(fields, "api", in: "the policy file")
    }

    private func checkParents(_ agencies: [AgencyName: Policy.Agency]) throws(DocumentFault) {
        for entry in try fields.value("agencies")?.entries("agencies") ?? [] {
            let name = try entry.name(AgencyTag.self)
            var seen: Set<AgencyName> = [name]
            var above = agencies[name]?.parent
            while let parent = above {
                guard let agency = agencies[parent] else {
                    let near = Spelling.nearest(to: parent.text, among: agencies.keys.map(\.text)).map { "did you mean \"\($0)\"?" }
                    throw DocumentFault(
                        .invalidPolicy, "no agency \"\(parent)\" is in this policy, the parent of \"\(name)\"", at: entry.keyPosition,
                        hint: near)
                }
                guard seen.insert(parent).inserted else {
                    throw DocumentFault(.invalidPolicy, "the parents of agency \"\(name)\" run in a circle", at: entry.keyPosition)
                }
                above = agency.parent
            }
        }
    }
}

extension DocumentNode {
    /// Users, `@groups`, or `*`.
    func users(_ name: String) throws(DocumentFault) -> [String] {
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
}
