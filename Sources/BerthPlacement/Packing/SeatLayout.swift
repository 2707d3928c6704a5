/// Where the seats of a fleet stand: in windows of about a thousand, each a fair part of every kind, so that the time of a choice does not
/// grow with the fleet.
///
/// Within a window each kind begins a new block, those that draw least first; seats of a kind stand in the order of the fleet. Of equally
/// good seats the first is taken.
struct SeatLayout: Sendable {
    static let blockSize = 16
    /// Seats of a window, about.
    static let windowSize = 1024

    let kinds: [SeatKind]
    let groupCount: Int
    let scale: LossScale
    /// The engine's position at each place; -1 where a block is not full.
    private(set) var positions: [Int32] = []
    /// The place of each of the engine's positions.
    private(set) var places: [Int32]
    /// The first of the engine's positions on the host of each, and how many these are.
    private(set) var mates: [Mates]
    /// The kind of each block.
    private(set) var kindOfBlock: [UInt16] = []
    /// The blocks of window w are `windows[w]..<windows[w + 1]`.
    private(set) var windows: [Int] = [0]
    struct Mates: BitwiseCopyable, Sendable {
        var first: Int32
        var count: Int32

        var positions: Range<Int> { Int(first)..<Int(first &+ count) }
    }

    /// Blocks of one kind that follow each other in a window.
    struct Run: Sendable {
        var kind: Int
        var blocks: Range<Int>
    }
    /// The runs of each window.
    private(set) var runs: [[Run]] = []
    /// The window of each block.
    private(set) var windowOfBlock: [Int32] = []
    /// Watts that a device draws more when it is busy, on average over the fleet; at least 1.
    let meanDeviceWatts: Float
    /// Thousandths of all devices, and all cores.
    let gpuMilli: Float
    let cores: Float
    private let tables: TableStore

    init(_ hosts: Hosts) {
        let (engine, layout, tables) = (hosts.engine, hosts.layout, TableStore())
        self.tables = tables
        let positions = engine.layout.fleet.nodes.indices
        var made = SeatKinds(engine, tables)
        let kindOf = positions.map { position -> Int in
            let shape = layout.shape(of: Int(layout.hosts[position]))
            return made.kind(engine.layout.fleet.nodes[position].type, packageCores: shape.numaNodes.map(\.coreCount).max() ?? 1)
        }
        kinds = made.kinds
        groupCount = made.groups.count
        let withDevices = kinds.filter { $0.width > 0 }
        scale = LossScale(
            devices: Int(withDevices.map(\.width).max() ?? 0), cores: Int(withDevices.map(\.cores).max() ?? 0),
            mebibytes: Int(withDevices.map(\.mebibytes).max() ?? 0))
        let counts = kindOf.reduce(into: [Int](repeating: 0, count: made.kinds.count)) { $0[$1] += 1 }
        var (devices, watts, cores) = (Float(0), Float(0), Float(0))
        for (kind, count) in zip(made.kinds, counts) {
            devices += Float(Int(kind.width) * count)
            watts += Float(Int(kind.width) * count) * kind.deviceWatts
            if !kind.isMirror { cores += Float(Int(kind.cores) * count) }
        }
        (gpuMilli, self.cores, meanDeviceWatts) = (devices * 1000, cores, devices > 0 ? max(1, watts / devices) : 1)
        places = [Int32](repeating: -1, count: positions.count)
        mates = positions.map { position in
            let range = layout.positions(of: Int(layout.hosts[position]))
            return Mates(first: Int32(range.lowerBound), count: Int32(range.count))
        }
        deal(kindOf)
    }

    /// Deals the blocks of each kind to the windows in turn.
    private mutating func deal(_ kindOf: [Int]) {
        let count = max(1, (kindOf.count + SeatLayout.windowSize / 2) / SeatLayout.windowSize)
        var seatsOfKind = [[Int32]](repeating: [], count: kinds.count)
        for (position, kind) in kindOf.enumerated() { seatsOfKind[kind].append(Int32(position)) }
        var blocks = [[(kind: Int, seats: ArraySlice<Int32>)]](repeating: [], count: count)
        var next = 0
        let order = kinds.indices.sorted { (kinds[$0].deviceWatts, $0) < (kinds[$1].deviceWatts, $1) }
        for kind in order {
            var rest = seatsOfKind[kind][...]
            while !rest.isEmpty {
                blocks[next % count].append((kind, rest.prefix(SeatLayout.blockSize)))
                rest = rest.dropFirst(SeatLayout.blockSize)
                next += 1
            }
        }
        for (window, blocks) in blocks.enumerated() {
            for block in blocks {
                for seat in block.seats {
                    places[Int(seat)] = Int32(positions.count)
                    positions.append(seat)
                }
                while positions.count % SeatLayout.blockSize != 0 { positions.append(-1) }
                kindOfBlock.append(UInt16(block.kind))
                windowOfBlock.append(Int32(window))
            }
            let first = windows[windows.count - 1]
            windows.append(kindOfBlock.count)
            runs.append(SeatLayout.runs(kindOfBlock[first...]))
        }
    }

    private static func runs(_ kinds: ArraySlice<UInt16>) -> [Run] {
        var runs: [Run] = []
        for (block, kind) in zip(kinds.indices, kinds) {
            if runs.last?.kind == Int(kind) {
                runs[runs.count - 1].blocks = runs[runs.count - 1].blocks.lowerBound..<block + 1
            } else {
                runs.append(Run(kind: Int(kind), blocks: block..<block + 1))
            }
        }
        return runs
    }

    var windowCount: Int { windows.count - 1 }
    func window(of place: Int) -> Int { Int(windowOfBlock[place / SeatLayout.blockSize]) }
}

/// The kinds of seats and the groups of prices, as they are met.
private struct SeatKinds {
    private struct Key: Hashable {
        var type: Int
        var packageCores: Int
    }

    private struct Group: Hashable {
        var device: Int32
        var sets: DeviceSets
    }

    private let engine: PlacementEngine
    private let tables: TableStore
    private let maxima = SeatKind.Maxima()
    private var known: [Key: Int] = [:]
    private(set) var groups: [AnyHashable: Int] = [:]
    private(set) var kinds: [SeatKind] = []

    init(_ engine: PlacementEngine, _ tables: TableStore) { (self.engine, self.tables) = (engine, tables) }

    mutating func kind(_ type: Int, packageCores: Int) -> Int {
        let key = Key(type: type, packageCores: packageCores)
        if let place = known[key] { return place }
        var kind = SeatKind(type, engine, packageCores: packageCores, maxima: maxima, tables: tables)
        if kind.width > 0 {
            let group = AnyHashable(Group(device: kind.device, sets: engine.layout.fleet.types[type].sets))
            let place = groups[group] ?? min(groups.count, KindPrices.groupsMax - 1)
            groups[group] = place
            kind.group = Int32(place)
        }
        known[key] = kinds.count
        kinds.append(kind)
        return kinds.count - 1
    }
}
