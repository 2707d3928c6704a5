import BerthModel
import BerthPolicy

/// Reads the map of a policy file.
struct PolicyReader {
    static let rootName = "the policy file"

    let catalogue: Catalogue
    let notes: PolicyNotes
    var readsRefused = false

    func policy(_ root: DocumentNode) throws(DocumentFault) -> Policy {
        var policy = Policy()
        let place = PolicyPlace(name: PolicyReader.rootName, catalogue: catalogue, notes: notes, readsRefused: readsRefused)
        try FieldReader(root, keys: nil, in: place.name).checkSchema()
        try PolicyKeys.root().read(root, into: &policy, at: place)
        let fields = try FieldReader(root, keys: nil, in: place.name)
        try checkAgencies(policy, fields)
        try checkQueues(policy, fields)
        return policy
    }

    private func checkAgencies(_ policy: Policy, _ fields: FieldReader) throws(DocumentFault) {
        let agencies = policy.agencies
        // Of a chain that was followed to its end every agency is good; each is followed once.
        var good: Set<AgencyName> = []
        for entry in try fields.value("agencies")?.entries("agencies") ?? [] {
            let name = try entry.name(AgencyTag.self)
            var seen: Set<AgencyName> = [name]
            var above = agencies[name]?.parent
            while let parent = above, !good.contains(parent) {
                guard let agency = agencies[parent] else {
                    let near = Spelling.nearest(to: parent.text, among: agencies.keys.map(\.text).sorted())
                    throw DocumentFault(
                        .invalidPolicy, "no agency \"\(parent)\" is in this policy, the parent of \"\(name)\"", at: entry.keyPosition,
                        hint: near.map { "did you mean \"\($0)\"?" })
                }
                guard seen.insert(parent).inserted else {
                    throw DocumentFault(.invalidPolicy, "the parents of agency \"\(name)\" run in a circle", at: entry.keyPosition)
                }
                above = agency.parent
            }
            good.formUnion(seen)
            for label in agencies[name]?.labels ?? [] where policy.hostLabels[label] == nil {
                let near = Spelling.nearest(to: label.text, among: policy.hostLabels.keys.map(\.text).sorted())
                throw DocumentFault(
                    .invalidPolicy, "no label \"\(label)\" is in this policy, which agency \"\(name)\" names", at: entry.keyPosition,
                    hint: near.map { "did you mean \"\($0)\"?" } ?? "define it under \"labels\"")
            }
        }
    }

    private func checkQueues(_ policy: Policy, _ fields: FieldReader) throws(DocumentFault) {
        for entry in try fields.value("queues")?.entries("queues") ?? [] {
            let queue = policy.queues[try entry.name(QueueTag.self)]
            for other in queue?.preempts ?? [] where policy.queues[other] == nil {
                let near = Spelling.nearest(to: other.text, among: policy.queues.keys.map(\.text).sorted())
                throw DocumentFault(
                    .invalidPolicy, "no queue \"\(other)\" is in this policy, which \"\(entry.key)\" may preempt", at: entry.keyPosition,
                    hint: near.map { "did you mean \"\($0)\"?" })
            }
        }
    }
}
