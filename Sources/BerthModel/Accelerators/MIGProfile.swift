/// A size in which a board can be cut into MIG instances.
///
/// A board has 8 memory slices and 7 compute slices. An instance takes consecutive memory slices from one of the starts of its profile, and
/// its compute slices from any. Source: "nvidia-smi mig -lgipp" of A100, H100-80 and H100-NVL, which agree, and NVIDIA's MIG guide. The
/// mock boards of NVIDIA/go-nvml for DGX H100, H200 and B200 give other sizes than real boards do.
public struct MIGProfile: Hashable, Sendable {
    /// As the driver names it: `3g.40gb`, `1g.10gb+me`.
    public let name: String
    /// 1, 2, 3, 4 or 7 of the board's 7.
    public let computeSlices: Int
    /// 1, 2, 4 or 8 of the board's 8.
    public let memorySlices: Int
    /// Memory slices at which an instance may begin, ascending.
    public let starts: [Int]
    /// `+me`: with the board's media engines, which only one instance can have.
    public let hasMediaEngines: Bool
    /// Instances of this profile that an otherwise empty board holds.
    public let instancesMax: Int

    /// What names of profiles are made of.
    static let nameBytes = Set("abcdefghijklmnopqrstuvwxyz0123456789.+-".utf8)

    private init(
        _ name: String, compute: Int, memory: Int, starts: [Int], max instancesMax: Int, hasMediaEngines: Bool = false
    ) {
        self.name = name
        computeSlices = compute
        memorySlices = memory
        self.starts = starts
        self.hasMediaEngines = hasMediaEngines
        self.instancesMax = instancesMax
    }

    /// The memory slices of an instance at `start`, a bit each.
    /// - Precondition: `start` is one of `starts`.
    public func memoryMask(at start: Int) -> UInt8 {
        precondition(starts.contains(start), "\(name) cannot start at memory slice \(start)")
        return UInt8((1 << memorySlices) - 1) << UInt8(start)
    }
}

extension MIGProfile {
    static func one(_ name: String) -> MIGProfile { MIGProfile(name, compute: 1, memory: 1, starts: Array(0...6), max: 7) }
    static func oneWithMedia(_ name: String) -> MIGProfile {
        MIGProfile(name, compute: 1, memory: 1, starts: Array(0...6), max: 1, hasMediaEngines: true)
    }
    static func oneWithDoubleMemory(_ name: String) -> MIGProfile { MIGProfile(name, compute: 1, memory: 2, starts: [0, 2, 4, 6], max: 4) }
    static func two(_ name: String) -> MIGProfile { MIGProfile(name, compute: 2, memory: 2, starts: [0, 2, 4], max: 3) }
    static func three(_ name: String) -> MIGProfile { MIGProfile(name, compute: 3, memory: 4, starts: [0, 4], max: 2) }
    static func four(_ name: String) -> MIGProfile { MIGProfile(name, compute: 4, memory: 4, starts: [0], max: 1) }
    static func seven(_ name: String) -> MIGProfile { MIGProfile(name, compute: 7, memory: 8, starts: [0], max: 1) }
}
