import BerthModel

/// Nodes of the engine that are alike when nothing stands on them.
struct SeatKind: BitwiseCopyable, Sendable {
    /// Of the engine.
    let type: Int32
    /// The number of the device kind; -1 for hosts without devices.
    let device: Int32
    /// Devices.
    let width: Int32
    let cores: Int32
    let mebibytes: Int32
    /// Among those for which prices are made: device kind, number of devices and rule.
    var group: Int32 = -1
    /// Any subset of devices is legal.
    let isFree: Bool
    /// Another seat of the same host serves jobs on cores only.
    let isMirror: Bool
    /// By mask of free devices the largest count that a job may have of them; empty where any subset is legal.
    let largest: Table<UInt8>
    /// What one NUMA node with a busy core draws more than one without, as the choice sees it; by free cores the NUMA nodes in use.
    let packageWatts: Float
    let packages: Table<UInt8>
    /// Watts of one device that becomes busy.
    let deviceWatts: Float

    /// - Parameter packageCores: of one NUMA node.
    init(_ type: Int, _ engine: PlacementEngine, packageCores: Int, maxima: Maxima, tables: TableStore) {
        let known = engine.layout.fleet.types[type]
        self.type = Int32(type)
        device = Int32(known.kind ?? -1)
        width = Int32(known.devices)
        let cores = known.numaNodes.reduce(0) { $0 + $1.cores }
        self.cores = Int32(cores)
        mebibytes = Int32(known.numaNodes.reduce(0) { $0 + $1.mebibytes })
        let sets = known.sets
        switch known.rule {
        case .any, .clique, .allToAll: isFree = true
        case .alignedBlock, .ring, .line, .nodeSet: isFree = false
        }
        isMirror = known.isMirror
        largest = tables.table(isFree ? [] : maxima.largest(sets))
        packageWatts = Float(known.wattsPerCore.milliwatts) / 1000 * Float(packageCores)
        packages = tables.table((0...cores).map { UInt8(clamping: (cores - $0 + packageCores - 1) / max(1, packageCores)) })
        deviceWatts = Float(known.wattsPerBoard.milliwatts) / 1000
    }

    /// The largest legal sets of free devices by mask, worked out once for each rule.
    final class Maxima {
        private var known: [DeviceSets: [UInt8]] = [:]

        func largest(_ sets: DeviceSets) -> [UInt8] {
            if let table = known[sets] { return table }
            let shape = ShapeTable.cached(sets)
            let sizes = sets.sizes.reversed()
            let table = (0..<(1 << sets.installed)).map { mask in
                UInt8(sizes.first { shape.pick($0, from: UInt16(mask)) != 0 } ?? 0)
            }
            known[sets] = table
            return table
        }
    }

    /// NUMA nodes with a busy core where so many cores are free.
    @inline(__always) func packages(_ free: Int32) -> Int { Int(packages[Int(free)]) }
}
