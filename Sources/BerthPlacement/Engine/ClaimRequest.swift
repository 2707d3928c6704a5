package import BerthModel

/// What one member of a job needs on one node, compiled to numbers.
package struct ClaimRequest: BitwiseCopyable, Hashable, Sendable {
    /// The position of the device kind; -1 for a job on cores only.
    package var kind: Int32
    /// Devices, 0…16; 1 where a part of a board is asked.
    package var count: Int32
    /// Whole cores; 0 where only a part of one is asked.
    package var cores: Int32
    /// Eighths of one core, 0…7; 0 where whole cores are asked.
    package var eighths: Int32
    package var mebibytes: Int32
    /// The agency whose counter is charged.
    package var agency: Int32
    /// (reserve - idle) of all its devices, in milliwatts; 0 for a part of a board, which reserves for itself.
    package var deviceMilliwatts: Int64
    /// A part of one board instead of whole devices.
    package var share: BoardShare
    /// What its agency is charged, in thousandths of a device.
    package var charge: Int32
    /// The label of the hosts that it may stand on, 0 for none.
    package var label: UInt8

    /// - Parameters:
    ///   - wattsPerDevice: of no meaning for a part of a board.
    ///   - charge: thousandths of a device, 0…16,000; nil for those of whole devices.
    package init(
        kind: Int?, count: Int, cores: CoreShare, mebibytes: Int, agency: Int, wattsPerDevice: Watts, label: UInt8 = 0,
        share: BoardShare = .none, charge: Int? = nil
    ) {
        precondition(
            (kind == nil) == (count == 0) && 0...Limits.devicesPerGroupMax ~= count,
            "a request names a kind exactly when it asks for devices")
        precondition(share.isNone || count == 1, "a part of a board is of one board")
        precondition(0...SideWord.mebibytesMax * SideWord.numaNodesMax ~= mebibytes && cores.eighths >= 0)
        let isPart = cores.eighths < CoreWord.whole
        self.kind = Int32(kind ?? -1)
        self.count = Int32(count)
        self.cores = isPart ? 0 : Int32(cores.eighths / CoreWord.whole)
        eighths = isPart ? Int32(cores.eighths) : 0
        self.mebibytes = Int32(mebibytes)
        self.agency = Int32(agency)
        deviceMilliwatts = share.isNone ? (wattsPerDevice * count).milliwatts : 0
        self.share = share
        self.charge = Int32(charge ?? count * 1000)
        self.label = label
    }

    /// What it draws on a node of this type, in milliwatts; parts of a core pro rata, rounded up.
    @inline(__always)
    func milliwatts(perCore: Int64) -> Int64 {
        deviceMilliwatts &+ (perCore &* Int64(cores &* 8 &+ eighths) &+ 7) / 8
    }

    @inline(__always) var agencyCharge: Int64 { Int64(charge) }

    /// Whether it takes nothing but whole devices, whole cores and memory: the common case.
    @inline(__always) var isPlain: Bool { eighths == 0 && share.isNone }
}
