import BerthModel
import BerthPolicy
import BerthScheduler
import BerthStorage

/// The commands of scenarios, each giving the lines of its output.
extension ScenarioWorld {
    func run(_ command: String) -> [String] {
        let lines: [String]
        do {
            lines = try perform(command.replacing("\\\n", with: ""))
        } catch let error as BerthError {
            lines = ["error \(error.code.rawValue): \(error)"]
        } catch {
            lines = ["error: \(error)"]
        }
        return lines.flatMap(Scenario.wrapped)
    }

    private func perform(_ command: String) throws -> [String] {
        let word = String(command.prefix { $0 != " " })
        let rest = String(command.dropFirst(word.count).drop { $0 == " " })
        switch word {
        case "fleet":
            try useFleet(rest.hasPrefix("{") ? rest : text(of: rest), fileName: rest.hasPrefix("{") ? "fleet" : rest)
            return []
        case "policy":
            _ = try applyPolicy(rest.hasPrefix("{") ? rest : text(of: rest), fileName: rest.hasPrefix("{") ? "policy" : rest)
            return try settled()
        case "policy-in": return try schedulePolicy(rest)
        case "rollback":
            guard let old = try revision(rest) else { throw BerthError(.notFound, "no policy revision \"\(rest)\" is known") }
            _ = try running().applyPolicy(
                text: old.text, policy: old.policy, ifRevision: nil, note: "rollback to revision \(old.number)", by: caller, at: clock.now)
            return try settled()
        case "unschedule":
            try running().cancelScheduledPolicy(Int(rest) ?? 0, by: caller, at: clock.now)
            return try settled()
        case "as": return actAs(rest)
        case "submit", "plan": return try submit(rest, onlyPlan: word == "plan")
        case "advance": return try advance(by: Duration(parsing: rest)).map(EntryText.line)
        case "crash":
            let (isSame, entries) = try crash()
            return [isSame ? "the same state" : "ANOTHER STATE"] + entries.map(EntryText.line)
        case "lose":
            guard let run = RunID(rest) else { throw BerthError(.usage, "\"\(rest)\" is not a run") }
            mailbox.put(.exited(run, .lost))
            return try settled(reportsFirst: true)
        case "ls": return try list()
        case "power": return try power()
        case "profiles": return try profiles()
        case "nodes": return try nodes()
        default: return try actOnJobOrNode(word, rest)
        }
    }

    /// `policy-in 60s {...}`.
    private func schedulePolicy(_ text: String) throws -> [String] {
        let word = String(text.prefix { $0 != " " })
        let policyText = String(text.dropFirst(word.count + 1))
        let policy = try PolicyFile.decode(policyText, fileName: "policy")
        _ = try running().schedulePolicy(
            text: policyText, policy: policy, at: clock.now + Duration(parsing: word), ifRevision: nil, by: caller, at: clock.now)
        return try settled()
    }

    private func revision(_ text: String) throws -> PolicyRevision? {
        for entry in journal.entries(after: 0, limit: Int.max) {
            if case .policyApplied(let revision) = entry.record, "\(revision.number)" == text { return revision }
        }
        return nil
    }

    private func settled(reportsFirst: Bool = false) throws -> [String] {
        if reportsFirst { for report in mailbox.take() { try running().report(report, at: clock.now) } }
        return try settle().map(EntryText.line)
    }

    /// `as USER [GROUP...]`; root is an operator.
    private func actAs(_ text: String) -> [String] {
        let words = text.split(separator: " ").map(String.init)
        let user = words.first ?? "root"
        // Any number that differs from user to user will do.
        let uid = user == "root" ? 0 : 1000 + user.utf8.reduce(UInt32(0)) { ($0 &* 31 &+ UInt32($1)) % 50_000 }
        caller = Caller(uid: uid, gid: uid, user: user, groups: Array(words.dropFirst()))
        return []
    }

    private func submit(_ text: String, onlyPlan: Bool) throws -> [String] {
        let spec = try JobFile.decode(text, fileName: nil, defaults: .init(directory: "/home/\(caller.user)"))
        guard onlyPlan else {
            _ = try running().submit(spec, by: caller, key: nil, at: clock.now)
            return try settled()
        }
        switch try running().plan(spec, by: caller, at: clock.now) {
        case .startsNow(let members, let watts): return ["starts now with \(watts): \(members.map(EntryText.text).joined(separator: "; "))"]
        case .waits(let blockers, let stops):
            return ["would wait"] + blockers.map { "  \($0.code.rawValue): \($0.message)" }
                + stops.map { "  stops \($0.job): \($0.members) members, \($0.watts), grace \($0.grace.short)" }
        case .never(let error): return ["never: \(error)"]
        }
    }

    private func actOnJobOrNode(_ word: String, _ rest: String) throws -> [String] {
        let scheduler = try running()
        let object = String(rest.prefix { $0 != " " })
        func id() throws -> JobID {
            guard let id = JobID(object) else { throw BerthError(.usage, "\"\(object)\" is not a job id") }
            return id
        }
        switch word {
        case "cancel": try scheduler.cancel(id(), by: caller, at: clock.now)
        case "hold": try scheduler.hold(id(), by: caller, at: clock.now)
        case "release": try scheduler.release(id(), by: caller, at: clock.now)
        case "requeue": try scheduler.requeue(id(), by: caller, at: clock.now)
        case "drain": try scheduler.drain(NodeName(object), reason: String(rest.dropFirst(object.count + 1)), by: caller, at: clock.now)
        case "undrain": try scheduler.undrain(NodeName(object), by: caller, at: clock.now)
        case "why": return try why(id())
        case "show": return try show(id())
        default: throw BerthError(.usage, "a scenario has no command \"\(word)\"")
        }
        return try settled()
    }
}
