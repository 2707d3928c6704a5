import BerthModel

/// What `ByteWriter` wrote of events. Everything that a type would end the process over is asked about first.
extension ByteReader {
    mutating func jobID() throws(BerthError) -> JobID {
        let number = try number()
        guard number > 0 else { throw ByteReader.fault("a job has the number 0") }
        let task = try self.number(upTo: Limits.arrayIndexMax + 1)
        return JobID(number: number, task: task == 0 ? nil : task - 1)
    }

    mutating func run(of job: JobID) throws(BerthError) -> RunID {
        let most = Int(Int32.max)
        let (attempt, member, run) = (try number(upTo: most), try number(upTo: most), try number(upTo: most))
        guard attempt > 0, run > 0 else { throw ByteReader.fault("an attempt or a run has the number 0") }
        return RunID(job: job, attempt: attempt, member: member, run: run)
    }

    mutating func integer() throws(BerthError) -> Int { Int(try signed()) }

    mutating func submission(like terms: JobTerms) throws(BerthError) -> JobEvent.Submission {
        let name = try text()
        let program: Program
        switch try byte() {
        case 0: program = .command(try texts())
        case 1: program = .script(try text(), arguments: try texts())
        case let other: throw ByteReader.fault("a program of the sort \(other)")
        }
        let key = try optionalText()
        var dependencies: [Dependency] = []
        for text in try texts() { dependencies.append(try Dependency(parsing: text)) }
        return JobEvent.Submission(
            like: terms, name: name, program: program, dependencies: dependencies, simulation: try simulation(), key: key)
    }

    private mutating func simulation() throws(BerthError) -> Simulation? {
        let form = try byte()
        guard form > 0 else { return nil }
        guard form <= 2 else { throw ByteReader.fault("a simulation of the sort \(form)") }
        let exit = try integer()
        guard form == 2 else { return Simulation(duration: nil, exit: exit) }
        let milliseconds = try signed()
        guard 0...Limits.durationMaxMilliseconds ~= milliseconds else { throw ByteReader.fault("a simulation of \(milliseconds) ms") }
        return Simulation(duration: .milliseconds(milliseconds), exit: exit)
    }

    mutating func placed() throws(BerthError) -> JobEvent {
        let attempt = try number(upTo: Int.max)
        let count = try number(upTo: Limits.membersMax)
        var members: [MemberPlacement] = []
        for _ in 0..<count { members.append(try member()) }
        return .placed(attempt: attempt, members: members)
    }

    private mutating func member() throws(BerthError) -> MemberPlacement {
        typealias Fields = ByteWriter.MemberFields
        let fields = try byte()
        guard fields < 0x80 else { throw ByteReader.fault("a placement with the fields \(fields)") }
        func has(_ field: UInt8) -> Bool { fields & field != 0 }
        let number = try number(upTo: Int(Int32.max))
        let node = try NodeName(try text())
        let watts = Watts(milliwatts: try signed())
        let kind = has(Fields.kind) ? try KindName(try text()) : nil
        let devices = has(Fields.devices) ? UInt16(try self.number(upTo: Int(UInt16.max))) : 0
        var cores = CoreMasks()
        if has(Fields.wholeCores) { for word in 0..<4 { cores[word] = try self.number() } }
        if has(Fields.coreParts) {
            guard !has(Fields.wholeCores) else { throw ByteReader.fault("a placement holds whole cores and a part of one") }
            cores = try corePart()
        }
        var memory = MemoryPair()
        if has(Fields.memory) {
            let most = Int(UInt32.max)
            memory = MemoryPair(first: UInt32(try self.number(upTo: most)), second: UInt32(try self.number(upTo: most)))
        }
        var member = MemberPlacement(
            member: number, node: node, kind: kind, deviceMask: devices, cores: cores, memory: memory, watts: watts)
        if has(Fields.port) { member.port = try self.number(upTo: Int(Int32.max)) }
        if has(Fields.lnc) { member.lnc = try self.number(upTo: Int(Int16.max)) }
        return member
    }

    private mutating func corePart() throws(BerthError) -> CoreMasks {
        let numaNode = try number(upTo: CoreMasks.numaNodesMax - 1)
        let core = try number(upTo: CoreMasks.coresMax - 1)
        let eighths = try number(upTo: 7)
        guard eighths > 0 else { throw ByteReader.fault("a placement holds nothing of a core") }
        return CoreMasks(part: MemberPlacement.Core(numaNode: numaNode, core: core, eighths: eighths))
    }

    mutating func ended() throws(BerthError) -> JobEvent {
        let state: JobState
        switch try byte() {
        case 1: state = .succeeded
        case 2: state = .failed
        case 3: state = .cancelled
        case 4: state = .timedOut
        case 5: state = .unsatisfiable
        case let other: throw ByteReader.fault("a job that ended in the state \(other)")
        }
        let exitCode = try isThere() ? try integer() : nil
        return .ended(state, exitCode: exitCode, why: try text())
    }

    private mutating func isThere() throws(BerthError) -> Bool {
        let byte = try byte()
        guard byte <= 1 else { throw ByteReader.fault("\(byte) stands for yes or no") }
        return byte == 1
    }

    private mutating func texts() throws(BerthError) -> [String] {
        // Not reserved: the count may be anything, and each text takes a byte at least.
        let count = try number(upTo: Int.max)
        var texts: [String] = []
        for _ in 0..<count { texts.append(try text()) }
        return texts
    }

    private mutating func optionalText() throws(BerthError) -> String? { try isThere() ? try text() : nil }
}
