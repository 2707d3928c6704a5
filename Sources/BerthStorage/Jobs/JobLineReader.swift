import BerthModel

/// Reads one job of a batch straight from its text, where it has the usual form: the usual keys, each once, texts without escapes.
///
/// It never says that something is wrong: what it does not know is left to `JobFile.decodeJSON`, which knows all, and takes several times
/// as long. Tests hold the two to the same jobs.
struct JobLineReader {
    private let bytes: [UInt8]
    private let end: Int
    private var offset: Int
    /// Bits of the keys that came.
    private var seen: UInt32 = 0

    private struct Fields {
        var name: String?
        var command: [String]?
        var directory: String?
        var jobClass = JobClass.batch
        var agency: AgencyName?
        var queue: QueueName?
        var workload: WorkloadName?
        var accelerators: [AcceleratorRequest] = []
        var cpus: CoreShare?
        var memory: Bytes?
        var time: Duration?
        var priority = 0
        var output: String?
        var simulation: Simulation?
    }

    private init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        offset = range.lowerBound
        end = range.upperBound
    }

    /// - Returns: nil for whatever has not the usual form, wrong or not.
    static func read(
        _ bytes: [UInt8], _ range: Range<Int>, _ defaults: JobFile.Defaults, _ values: inout ValueMemory
    ) -> JobSpec? {
        var reader = JobLineReader(bytes, range)
        var fields = Fields()
        let isRead = reader.map { key, reader in reader.read(key, into: &fields, &values) }
        reader.skipSpace()
        guard isRead, reader.offset == reader.end, let command = fields.command, let directory = fields.directory ?? defaults.directory
        else { return nil }
        let program = Program.command(command)
        var spec = JobSpec(
            name: fields.name ?? JobReader.name(of: program), jobClass: fields.jobClass, program: program, directory: directory)
        (spec.agency, spec.queue, spec.workload, spec.accelerators) = (fields.agency, fields.queue, fields.workload, fields.accelerators)
        (spec.time, spec.priority, spec.simulation) = (fields.time, fields.priority, fields.simulation)
        if let cpus = fields.cpus { spec.cpus = cpus }
        if let memory = fields.memory { spec.memory = memory }
        if let output = fields.output { spec.output = output }
        return (try? spec.validate()) == nil ? nil : spec
    }

    /// - Returns: whether the key and its value were usual.
    private mutating func read(_ key: String, into fields: inout Fields, _ values: inout ValueMemory) -> Bool {
        switch key {
        case "name": return once(0) && set(&fields.name, text())
        case "command": return once(1) && set(&fields.command, texts())
        case "directory": return once(2) && set(&fields.directory, text())
        case "accelerators":
            guard once(3), let text = text(), let requests = values.accelerators(text) else { return false }
            fields.accelerators = requests
            return true
        case "cpus": return once(4) && set(&fields.cpus, (text() ?? number()).flatMap { values.cpus($0) })
        case "memory": return once(5) && set(&fields.memory, text().flatMap { values.memory($0) })
        case "time": return once(6) && set(&fields.time, text().flatMap { values.duration($0) })
        case "simulate": return once(7) && set(&fields.simulation, simulation(&values))
        case "queue": return once(8) && set(&fields.queue, name())
        case "agency": return once(9) && set(&fields.agency, name())
        case "workload": return once(10) && set(&fields.workload, name())
        case "output": return once(11) && set(&fields.output, text())
        case "class":
            guard once(12), let word = text().flatMap({ JobClass(rawValue: $0) }) else { return false }
            fields.jobClass = word
            return true
        case "priority":
            guard once(13), let number = number().flatMap({ Int($0) }), -1000...1000 ~= number else { return false }
            fields.priority = number
            return true
        default: return false
        }
    }

    private mutating func once(_ key: UInt32) -> Bool {
        defer { seen |= 1 << key }
        return seen & 1 << key == 0
    }

    private func set<Value>(_ field: inout Value?, _ value: Value?) -> Bool {
        field = value
        return value != nil
    }

    private mutating func name<Tag>() -> Name<Tag>? { text().flatMap { try? Name<Tag>($0) } }

    private mutating func simulation(_ values: inout ValueMemory) -> Simulation? {
        var simulation = Simulation(duration: nil)
        var keys: [String] = []
        let isRead = map { key, reader in
            guard !keys.contains(key) else { return false }
            keys.append(key)
            switch key {
            case "duration": return reader.set(&simulation.duration, reader.text().flatMap { values.duration($0) })
            case "exit":
                guard let exit = reader.number().flatMap({ Int($0) }), 0...255 ~= exit else { return false }
                simulation.exit = exit
                return true
            default: return false
            }
        }
        return isRead ? simulation : nil
    }
}

/// The parts of JSON. Each returns nil, or false, where something else stands.
extension JobLineReader {
    private mutating func skipSpace() {
        while offset < end, bytes[offset] <= 0x20 {
            guard [0x20, 0x09, 0x0A, 0x0D].contains(bytes[offset]) else { return }
            offset += 1
        }
    }

    private mutating func takes(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard offset < end, bytes[offset] == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    /// - Parameter read: is called with each key, and reads its value.
    private mutating func map(_ read: (String, inout JobLineReader) -> Bool) -> Bool {
        guard takes("{") else { return false }
        if takes("}") { return true }
        repeat {
            guard let key = text(), takes(":"), read(key, &self) else { return false }
        } while takes(",")
        return takes("}")
    }

    private mutating func texts() -> [String]? {
        guard takes("[") else { return nil }
        if takes("]") { return [] }
        var texts: [String] = []
        repeat {
            guard let text = text() else { return nil }
            texts.append(text)
        } while takes(",")
        return takes("]") ? texts : nil
    }

    /// Nil without a step where no text begins, and at the end of all where one begins that is not usual.
    private mutating func text() -> String? {
        guard takes("\"") else { return nil }
        let first = offset
        while offset < end, bytes[offset] != UInt8(ascii: "\""), bytes[offset] >= 0x20, bytes[offset] != UInt8(ascii: "\\") { offset += 1 }
        guard offset < end, bytes[offset] == UInt8(ascii: "\""), let text = String(validating: bytes[first..<offset], as: UTF8.self) else {
            offset = end
            return nil
        }
        offset += 1
        return text
    }

    /// A number without an exponent, as its text.
    private mutating func number() -> String? {
        skipSpace()
        let first = offset
        func isDigit(_ index: Int) -> Bool { index < end && UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[index] }
        if offset < end, bytes[offset] == UInt8(ascii: "-") { offset += 1 }
        guard isDigit(offset), bytes[offset] != UInt8(ascii: "0") || !isDigit(offset + 1) else { return nil }
        while isDigit(offset) { offset += 1 }
        if offset < end, bytes[offset] == UInt8(ascii: ".") {
            offset += 1
            guard isDigit(offset) else { return nil }
            while isDigit(offset) { offset += 1 }
        }
        // An exponent, or anything else that a value may not end with, is met by whoever looks for a comma next.
        return String(decoding: bytes[first..<offset], as: UTF8.self)
    }
}
