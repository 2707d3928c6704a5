import BerthModel

/// The fields of events. Each `put` that returns false has met what its form cannot say.
extension ByteWriter {
    mutating func put(_ id: JobID) {
        put(number: id.number)
        put(count: id.task.map { $0 + 1 } ?? 0)
    }

    /// Without its job.
    mutating func put(_ run: RunID) {
        put(count: run.attempt)
        put(count: run.member)
        put(count: run.run)
    }

    /// Without its terms.
    mutating func put(_ submission: JobEvent.Submission) -> Bool {
        put(text: submission.name)
        switch submission.program {
        case .command(let arguments):
            put(0)
            put(texts: arguments)
        case .script(let text, let arguments):
            put(1)
            put(text: text)
            put(texts: arguments)
        }
        put(optional: submission.key)
        put(texts: submission.dependencies.map(\.description))
        return put(submission.simulation)
    }

    private mutating func put(_ simulation: Simulation?) -> Bool {
        guard let simulation else {
            put(0)
            return true
        }
        put(simulation.duration == nil ? 1 : 2)
        put(signed: Int64(simulation.exit))
        guard let duration = simulation.duration else { return true }
        guard duration >= .zero, duration <= .milliseconds(Limits.durationMaxMilliseconds),
            .milliseconds(duration.milliseconds) == duration
        else { return false }
        put(signed: duration.milliseconds)
        return true
    }

    mutating func put(_ members: [MemberPlacement], attempt: Int) -> Bool {
        guard attempt >= 0 else { return false }
        put(count: attempt)
        put(count: members.count)
        for member in members { guard put(member) else { return false } }
        return true
    }

    /// Which of a member's fields follow.
    enum MemberFields {
        static let kind: UInt8 = 1
        static let devices: UInt8 = 2
        static let wholeCores: UInt8 = 4
        static let coreParts: UInt8 = 8
        static let memory: UInt8 = 16
        static let port: UInt8 = 32
        static let lnc: UInt8 = 64
    }

    private mutating func put(_ member: MemberPlacement) -> Bool {
        guard member.part == nil, let devices = member.devicesAsMask, let cores = member.coresAsMasks, let memory = member.memoryAsPair
        else { return false }
        let isWhole = cores.wholeCount > 0
        var fields: UInt8 = 0
        if member.kind != nil { fields |= MemberFields.kind }
        if devices != 0 { fields |= MemberFields.devices }
        if isWhole { fields |= MemberFields.wholeCores }
        if cores.part != nil { fields |= MemberFields.coreParts }
        if memory.first > 0 || memory.second > 0 { fields |= MemberFields.memory }
        if member.port != nil { fields |= MemberFields.port }
        if member.lnc != nil { fields |= MemberFields.lnc }
        put(fields)
        put(count: member.member)
        put(text: member.node.text)
        put(signed: member.watts.milliwatts)
        if let kind = member.kind { put(text: kind.text) }
        if devices != 0 { put(number: UInt64(devices)) }
        if isWhole { for word in 0..<4 { put(number: cores[word]) } }
        if let part = cores.part {
            put(count: part.numaNode)
            put(count: part.core)
            put(count: part.eighths)
        }
        if fields & MemberFields.memory != 0 {
            put(number: UInt64(memory.first))
            put(number: UInt64(memory.second))
        }
        if let port = member.port { put(count: port) }
        if let lnc = member.lnc { put(count: lnc) }
        return true
    }

    mutating func put(_ state: JobState, _ exitCode: Int?, _ why: String) -> Bool {
        switch state {
        case .succeeded: put(1)
        case .failed: put(2)
        case .cancelled: put(3)
        case .timedOut: put(4)
        case .unsatisfiable: put(5)
        case .pending, .held, .starting, .running, .unready, .stopping: return false
        }
        put(exitCode == nil ? 0 : 1)
        if let exitCode { put(signed: Int64(exitCode)) }
        put(text: why)
        return true
    }

    private mutating func put(texts: [String]) {
        put(count: texts.count)
        for text in texts { put(text: text) }
    }

    private mutating func put(optional text: String?) {
        put(text == nil ? 0 : 1)
        if let text { put(text: text) }
    }
}
