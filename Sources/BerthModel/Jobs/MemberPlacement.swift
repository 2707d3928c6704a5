/// What one member of a job holds on one node.
///
/// A scheduler has as many of these as jobs run, and copies each several times on its way, so what nearly every member holds stands
/// in plain words: devices as a mask, whole cores of two NUMA nodes as masks, MiB of two NUMA nodes as numbers. Anything else (folded
/// hosts, several parts of cores, parts of boards) is kept in lists behind one reference. Which form holds is decided by the content
/// alone, so equal placements have equal words.
public struct MemberPlacement: Sendable {
    public struct Core: Hashable, Sendable, Codable {
        /// The NUMA node's position and the core's position in it.
        public var numaNode: Int
        public var core: Int
        /// 1…8; 8 is the whole core.
        public var eighths: Int

        public init(numaNode: Int, core: Int, eighths: Int) {
            self.numaNode = numaNode
            self.core = core
            self.eighths = eighths
        }
    }

    public struct Memory: Hashable, Sendable, Codable {
        /// The NUMA node's position.
        public var numaNode: Int
        public var mebibytes: Int

        public init(numaNode: Int, mebibytes: Int) {
            self.numaNode = numaNode
            self.mebibytes = mebibytes
        }
    }

    /// The part of one board that it holds instead of the device.
    public struct Part: Hashable, Sendable, Codable {
        public var partition: PartitionRequest
        /// Of a MIG instance the memory slice at which it begins, 0…7.
        public var start: Int?
        /// What it counts of a device against its agency's limits, 1…1000.
        public var thousandths: Int
        /// Its share of what the board reserves for all its tenants: for accounts. The first tenant reserves the whole, the last gives it
        /// back.
        public var boardWatts: Watts

        public init(partition: PartitionRequest, start: Int?, thousandths: Int, boardWatts: Watts) {
            self.partition = partition
            self.start = start
            self.thousandths = thousandths
            self.boardWatts = boardWatts
        }
    }

    public var node: NodeName
    /// Nil for a job on cores only.
    public var kind: KindName?
    /// Reserved in every power domain of the node, above its base load; of a part of a board without the board's own.
    public var watts: Watts
    /// Where the fleet has the node, when whoever placed it has said so: spares a look-up by name, and is no part of what it says. A hint:
    /// the name decides.
    public var position: NodePosition = .unknown
    private var number: Int32
    private var portWord: Int32
    private var lncWord: Int16 = -1
    /// Bit i is device i, where that says all.
    private var deviceMask: UInt16 = 0
    private var wholeCores = CoreMasks()
    private var mebibytes = MemoryPair()
    private var rest: Rest?

    /// - Precondition: the member's number and the port are in the range of `Int32`, and not negative.
    public init(
        member: Int, node: NodeName, kind: KindName?, devices: [Int], cores: [Core], memory: [Memory], watts: Watts, port: Int? = nil
    ) {
        self.init(member: member, node: node, kind: kind, deviceMask: 0, cores: CoreMasks(), memory: MemoryPair(), watts: watts)
        self.port = port
        self.devices = devices
        self.cores = cores
        self.memory = memory
    }

    /// What a placement core has found, in its own words.
    public init(
        member: Int, node: NodeName, kind: KindName?, deviceMask: UInt16, cores: CoreMasks, memory: MemoryPair, watts: Watts
    ) {
        precondition(0...Int(Int32.max) ~= member, "member \(member) is no number of a member")
        number = Int32(member)
        portWord = -1
        self.node = node
        self.kind = kind
        self.deviceMask = deviceMask
        wholeCores = cores
        mebibytes = memory
        self.watts = watts
    }

    public var member: Int { Int(number) }

    /// `PORT` of a replica, `MASTER_PORT` of a gang's member 0; claimed on the node.
    /// - Precondition: in the range of `Int32` and not negative.
    public var port: Int? {
        get { portWord < 0 ? nil : Int(portWord) }
        set {
            precondition(newValue.map { 0...Int(Int32.max) ~= $0 } ?? true, "\(newValue ?? 0) is no port")
            portWord = newValue.map(Int32.init) ?? -1
        }
    }

    /// Neuron: physical cores of one logical core; nil for the runtime's default.
    /// - Precondition: in the range of `Int16` and not negative.
    public var lnc: Int? {
        get { lncWord < 0 ? nil : Int(lncWord) }
        set {
            precondition(newValue.map { 0...Int(Int16.max) ~= $0 } ?? true, "\(newValue ?? 0) is no number of cores")
            lncWord = newValue.map(Int16.init) ?? -1
        }
    }

    /// What is reserved for it, its share of a board's watts included.
    public var accountedWatts: Watts { rest == nil ? watts : watts + (part?.boardWatts ?? .zero) }
    /// Thousandths of devices that it holds.
    public var thousandths: Int { part?.thousandths ?? deviceCount * 1000 }
}

/// The lists and the words behind them.
extension MemberPlacement {
    /// What the words do not hold.
    private struct Lists: Hashable {
        var devices: [Int]?
        var cores: [Core]?
        var memory: [Memory]?
        var part: Part?

        var isEmpty: Bool { devices == nil && cores == nil && memory == nil && part == nil }
    }

    private final class Rest: Sendable {
        let lists: Lists
        init(_ lists: Lists) { self.lists = lists }
    }

    private mutating func change(_ change: (inout Lists) -> Void) {
        var lists = rest?.lists ?? Lists()
        change(&lists)
        rest = lists.isEmpty ? nil : Rest(lists)
    }

    /// Nil for whole devices.
    public var part: Part? {
        get { rest?.lists.part }
        set { if newValue != nil || rest != nil { change { $0.part = newValue } } }
    }

    /// Indexes into the node's device group of that kind, ascending.
    public var devices: [Int] {
        get { rest?.lists.devices ?? DeviceMask.list(deviceMask) }
        set {
            let mask = DeviceMask.mask(newValue)
            deviceMask = mask ?? 0
            if mask == nil || rest != nil { change { $0.devices = mask == nil ? newValue : nil } }
        }
    }

    public var deviceCount: Int { rest?.lists.devices?.count ?? deviceMask.nonzeroBitCount }

    /// The devices as bits; nil for a list that is none of ascending indexes below 16.
    public var devicesAsMask: UInt16? { rest?.lists.devices == nil ? deviceMask : nil }

    public var cores: [Core] {
        get { rest?.lists.cores ?? wholeCores.list }
        set {
            let masks = CoreMasks(newValue)
            wholeCores = masks ?? CoreMasks()
            if masks == nil || rest != nil { change { $0.cores = masks == nil ? newValue : nil } }
        }
    }

    /// The cores as masks; nil where they are not all whole ones of the first two NUMA nodes.
    public var coresAsMasks: CoreMasks? { rest?.lists.cores == nil ? wholeCores : nil }

    public var memory: [Memory] {
        get { rest?.lists.memory ?? mebibytes.list }
        set {
            let pair = MemoryPair(newValue)
            mebibytes = pair ?? MemoryPair()
            if pair == nil || rest != nil { change { $0.memory = pair == nil ? newValue : nil } }
        }
    }

    /// The memory as two numbers; nil where it is of other NUMA nodes than the first two.
    public var memoryAsPair: MemoryPair? { rest?.lists.memory == nil ? mebibytes : nil }
}

extension MemberPlacement: Hashable {
    public static func == (left: MemberPlacement, right: MemberPlacement) -> Bool {
        left.number == right.number && left.node == right.node && left.kind == right.kind && left.watts == right.watts
            && left.portWord == right.portWord && left.lncWord == right.lncWord && left.deviceMask == right.deviceMask
            && left.wholeCores == right.wholeCores && left.mebibytes == right.mebibytes && left.rest?.lists == right.rest?.lists
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(number)
        hasher.combine(node)
        hasher.combine(kind)
        hasher.combine(deviceMask)
        hasher.combine(wholeCores)
        hasher.combine(rest?.lists)
    }
}

/// The journal's form: lists, whatever the words are.
extension MemberPlacement: Codable {
    private struct Form: Codable {
        var member: Int
        var node: NodeName
        var kind: KindName?
        var devices: [Int]
        var cores: [Core]
        var memory: [Memory]
        var part: Part?
        var lnc: Int?
        var watts: Watts
        var port: Int?
    }

    public init(from decoder: any Decoder) throws {
        let form = try Form(from: decoder)
        guard 0...Int(Int32.max) ~= form.member, 0...Int(Int32.max) ~= form.port ?? 0, 0...Int(Int16.max) ~= form.lnc ?? 0 else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "a member, port or lnc out of range"))
        }
        self.init(
            member: form.member, node: form.node, kind: form.kind, devices: form.devices, cores: form.cores, memory: form.memory,
            watts: form.watts, port: form.port)
        part = form.part
        lnc = form.lnc
    }

    public func encode(to encoder: any Encoder) throws {
        try Form(
            member: member, node: node, kind: kind, devices: devices, cores: cores, memory: memory, part: part, lnc: lnc, watts: watts,
            port: port
        ).encode(to: encoder)
    }
}
