package import BerthModel

/// How the boards of a kind are shared, and what a part of one is in the engine's numbers.
struct BoardSharing: Hashable, Sendable {
    let profiles: [MIGProfile]
    let memory: Bytes

    init(_ kind: AcceleratorKind) {
        profiles = kind.canPartition ? kind.migProfiles : []
        memory = kind.memory
    }

    /// - Parameter start: of an instance that is held; of no meaning in a request.
    /// - Returns: nil for a part that no board of the kind has.
    func share(_ partition: PartitionRequest, start: Int? = nil) -> BoardShare? {
        switch partition {
        case .mig(let name):
            guard let profile = profiles.firstIndex(where: { $0.name == name }) else { return nil }
            guard let start else { return BoardShare(profile: profile) }
            return profiles[profile].starts.contains(start) ? BoardShare(profile: profile, start: start) : nil
        case .thousandths(let count, let memory):
            guard PartitionRequest.thousandthsRange.contains(count), memory <= self.memory else { return nil }
            return BoardShare(thousandths: count, mebibytes: memory.mebibytesRoundedUp)
        }
    }
}

extension PartitionRequest {
    /// What it counts of a device against limits, in thousandths: the larger of its parts of compute or time and of memory, rounded up.
    /// - Returns: nil for a MIG profile that the kind does not have.
    package func thousandths(of kind: AcceleratorKind) -> Int? {
        switch self {
        case .mig(let name): return kind.migProfiles.first { $0.name == name }.map(BoardShare.charge)
        case .thousandths(let count, let memory):
            let (part, whole) = (memory.mebibytesRoundedUp, max(1, kind.memory.mebibytesRoundedDown))
            return min(1000, max(count, (part * 1000 + whole - 1) / whole))
        }
    }

    /// Its share of what a board of the kind reserves above idle for all its tenants, by compute or time, rounded down: the shares of a
    /// board's tenants are no more than the board's.
    package func boardWatts(of kind: AcceleratorKind) -> Watts {
        let board = kind.boardWatts.milliwatts
        switch self {
        case .mig(let name):
            let slices = kind.migProfiles.first { $0.name == name }?.computeSlices ?? 0
            return Watts(milliwatts: board * Int64(slices) / Int64(MIGOccupancy.computeSlices))
        case .thousandths(let count, _): return Watts(milliwatts: board * Int64(count) / 1000)
        }
    }
}

extension AcceleratorKind {
    /// What a board with tenants reserves above its idle draw, whatever they do.
    package var boardWatts: Watts { power.max - power.idle }
}

extension EngineFleet.NodeType {
    /// Lets its boards be shared as those of the kind can be.
    package mutating func shareBoards(of kind: AcceleratorKind) {
        guard kind.vendor == .nvidia else { return }
        migProfiles = kind.canPartition ? kind.migProfiles : []
        boardMebibytes = kind.memory.mebibytesRoundedDown
        wattsPerBoard = kind.boardWatts
    }
}
