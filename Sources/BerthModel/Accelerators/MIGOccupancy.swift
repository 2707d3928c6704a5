/// What MIG instances have taken of one board.
///
///     memory slices  7 6 5 4 3 2 1 0     of 8, a bit each
///     compute slices 0…7                 a count: an instance may have any
public struct MIGOccupancy: Hashable, Sendable {
    public static let memorySlices = 8
    public static let computeSlices = 7

    /// Memory slices that are taken, a bit each.
    public private(set) var memory: UInt8 = 0
    /// Compute slices that are taken, 0…7.
    public private(set) var compute = 0
    /// Whether an instance has the media engines.
    public private(set) var hasMediaEngines = false

    /// An empty board.
    public init() {}

    /// Where an instance of the profile can begin now, ascending; empty where none fits.
    /// - Complexity: O(starts), of which a profile has 7 at most.
    public func starts(of profile: MIGProfile) -> [Int] {
        guard compute + profile.computeSlices <= MIGOccupancy.computeSlices, !(profile.hasMediaEngines && hasMediaEngines) else {
            return []
        }
        return profile.starts.filter { profile.memoryMask(at: $0) & memory == 0 }
    }

    /// The board with one more instance; nil when it does not fit there.
    public func adding(_ profile: MIGProfile, at start: Int) -> MIGOccupancy? {
        guard starts(of: profile).contains(start) else { return nil }
        var board = self
        board.memory |= profile.memoryMask(at: start)
        board.compute += profile.computeSlices
        board.hasMediaEngines = hasMediaEngines || profile.hasMediaEngines
        return board
    }

    /// The board without an instance that it has.
    /// - Precondition: `adding(profile, at: start)` went before it.
    public func removing(_ profile: MIGProfile, at start: Int) -> MIGOccupancy {
        let mask = profile.memoryMask(at: start)
        precondition(
            memory & mask == mask && compute >= profile.computeSlices && (hasMediaEngines || !profile.hasMediaEngines),
            "the board has no \(profile.name) at memory slice \(start)")
        var board = self
        board.memory &= ~mask
        board.compute -= profile.computeSlices
        if profile.hasMediaEngines { board.hasMediaEngines = false }
        return board
    }
}
