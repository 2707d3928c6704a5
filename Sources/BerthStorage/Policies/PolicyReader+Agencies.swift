import BerthModel
import BerthPolicy

extension PolicyReader {
    func queue(_ entry: DocumentNode.Entry) throws(DocumentFault) -> Policy.Queue {
        let place = "queues.\(entry.key)"
        let fields = try FieldReader(entry.value, keys: ["class", "weight", "max_time", "default_time", "preempts"], in: place)
        let queue = Policy.Queue(
            jobClass: try fields.value("class")?.word("class"), weight: try fields.value("weight")?.integer("weight", in: 0...1000) ?? 0,
            maxTime: try fields.value("max_time")?.duration("max_time"),
            defaultTime: try fields.value("default_time")?.duration("default_time"))
        for (key, time) in [("max_time", queue.maxTime), ("default_time", queue.defaultTime)] {
            if let time, time <= .zero { throw DocumentFault(.invalidPolicy, "\"\(key)\" must be above zero", at: fields.keyPosition(key)) }
        }
        if let usual = queue.defaultTime, let most = queue.maxTime, usual > most {
            throw DocumentFault(
                .invalidPolicy, "the default time \(usual.short) of \(place) is above its maximum \(most.short)",
                at: fields.keyPosition("default_time"))
        }
        if let preempts = fields.value("preempts") {
            _ = try preempts.texts("preempts")
            note(fields, "preempts", in: place)
        }
        return queue
    }

    func agency(_ entry: DocumentNode.Entry) throws(DocumentFault) -> Policy.Agency {
        let place = "agencies.\(entry.key)"
        let fields = try FieldReader(entry.value, keys: ["parent", "users", "admins", "limits", "share", "labels", "models"], in: place)
        try refuse(fields, "labels", in: place)
        try refuse(fields, "models", in: place)
        if let share = fields.value("share") {
            _ = try share.integer("share", in: 0...1_000_000)
            note(fields, "share", in: place)
        }
        var agency = Policy.Agency(
            parent: try fields.value("parent")?.name("parent"), users: try fields.value("users")?.users("users") ?? [],
            admins: try fields.value("admins")?.users("admins") ?? [])
        for limit in try fields.value("limits")?.entries("limits") ?? [] { try read(limit, into: &agency, in: place) }
        return agency
    }

    private func read(_ limit: DocumentNode.Entry, into agency: inout Policy.Agency, in place: String) throws(DocumentFault) {
        switch limit.key {
        case "power": agency.powerLimit = try limit.value.watts("power")
        case "jobs": agency.jobLimit = try limit.value.integer("jobs", in: 0...Int.max)
        case "borrow":
            for entry in try limit.value.entries("borrow") {
                if entry.key == "power" {
                    _ = try entry.value.watts("power")
                } else {
                    _ = try kind(entry)
                    _ = try entry.value.integer(entry.key, in: 0...Int.max)
                }
            }
            notes.add("\"borrow\" in \(place).limits has no effect in this version", at: limit.keyPosition)
        default:
            let known = ["power", "jobs", "borrow"] + catalogue.kinds.keys.map(\.text)
            guard let kind = try? KindName(limit.key), catalogue.kinds[kind] != nil else {
                let near = Spelling.nearest(to: limit.key, among: known).map { "did you mean \"\($0)\"?" }
                throw DocumentFault(
                    .noSuchKind, "\"\(limit.key.prefix(80))\" in \(place).limits is no accelerator kind", at: limit.keyPosition,
                    hint: near ?? "limits are power, jobs, or a kind such as \"h200\"")
            }
            agency.deviceLimits[kind] = try limit.value.integer(limit.key, in: 0...Int.max)
        }
    }
}
