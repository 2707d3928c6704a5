import BerthModel

/// How the boards of one node type are shared: the profiles of its MIG instances, and where each begins best.
struct PartitionTable: BitwiseCopyable {
    /// One profile as the hot path reads it.
    struct Entry: BitwiseCopyable {
        var compute: Int32
        var memorySlices: Int32
        var hasMedia: Bool
    }

    /// What a request looks for: a kind of room among the first and, of boards shared in time, one among the second.
    struct Room {
        var kinds: Range<Int>
        var memories: Range<Int>

        /// One of the kinds together with all of the memories, a bit each.
        func bits(_ kind: Int) -> UInt64 {
            1 << UInt64(kind) | (memories.isEmpty ? 0 : ~0 << UInt64(memories.lowerBound) & (1 << UInt64(memories.upperBound) &- 1))
        }
    }

    /// Profiles of a kind; numbered from 0 in the catalogue's order.
    static let profilesMax = 8
    /// Steps of free thousandths and of free memory that the index tells apart.
    static let timeSteps = 32
    static let memorySteps = 16
    /// Kinds of room that a shared board may have: one for each profile, one for each step of time and one for each of memory.
    static let rooms = profilesMax + timeSteps + memorySteps
    private static let nowhere: UInt8 = .max

    let entries: Table<Entry>
    /// By profile and memory slices taken: where an instance begins best; `nowhere` where it fits nowhere.
    private let starts: Table<UInt8>
    /// 0 where boards are not shared in time.
    let boardMebibytes: Int
    /// What the claims of a board with tenants reserve for it, whoever they are: it has one power, and its first tenant brings it.
    let boardMilliwatts: Int64

    /// Whether boards can be shared at all.
    @inline(__always) var isEmpty: Bool { entries.count == 0 && boardMebibytes == 0 }

    init(_ type: EngineFleet.NodeType, _ tables: TableStore) {
        let profiles = type.migProfiles
        precondition(profiles.count <= PartitionTable.profilesMax, "\(profiles.count) MIG profiles of a kind")
        entries = tables.table(
            profiles.map {
                Entry(compute: Int32($0.computeSlices), memorySlices: Int32($0.memorySlices), hasMedia: $0.hasMediaEngines)
            })
        starts = tables.table(profiles.flatMap { profile in (0...255).map { PartitionTable.bestStart(of: profile, in: $0, profiles) } })
        boardMebibytes = type.boardMebibytes
        boardMilliwatts = type.wattsPerBoard.milliwatts
    }

    /// The legal start that leaves the most starts to all profiles, and of several the last: small instances gather at the end of the
    /// board, where the largest cannot begin.
    static func bestStart(of profile: MIGProfile, in taken: UInt8, _ profiles: [MIGProfile]) -> UInt8 {
        func legal(_ profile: MIGProfile, _ taken: UInt8) -> [Int] { profile.starts.filter { profile.memoryMask(at: $0) & taken == 0 } }
        func left(_ start: Int) -> Int { profiles.reduce(0) { $0 + legal($1, taken | profile.memoryMask(at: start)).count } }
        let best = legal(profile, taken).max { (left($0), $0) < (left($1), $1) }
        return best.map(UInt8.init) ?? nowhere
    }

    /// Whether a request of this share can be on a board of the type at all.
    func serves(_ share: BoardShare) -> Bool {
        if let profile = share.profile { return profile < entries.count }
        return boardMebibytes > 0 && share.mebibytes <= boardMebibytes
    }

    /// What a tenant takes of a board, and what then stands in its claim; nil where it does not fit there.
    func tenant(_ share: BoardShare, on board: BoardWord) -> (part: BoardWord, claimed: BoardShare)? {
        guard let profile = share.profile else {
            guard board.mode != .instances, boardMebibytes > 0, board.thousandths + share.thousandths <= BoardWord.whole,
                board.mebibytes + share.mebibytes <= boardMebibytes
            else { return nil }
            return (part(of: share), share)
        }
        guard board.mode != .thousandths, profile < entries.count else { return nil }
        let start = starts[profile << 8 | Int(board.memory)]
        let entry = entries[profile]
        guard start != PartitionTable.nowhere, board.compute + Int(entry.compute) <= MIGOccupancy.computeSlices,
            !(entry.hasMedia && board.hasMedia)
        else { return nil }
        let claimed = BoardShare(profile: profile, start: Int(start))
        return (part(of: claimed), claimed)
    }

    /// Whether a part, with the start that it names, fits beside the tenants of a board.
    func fits(_ share: BoardShare, beside board: BoardWord) -> Bool {
        guard board.mode != .closed, tenant(share, on: board) != nil else { return false }
        return share.profile == nil || part(of: share).memory & board.memory == 0
    }

    /// What a claim has of a board.
    func part(of share: BoardShare) -> BoardWord {
        guard let profile = share.profile else { return .share(thousandths: share.thousandths, mebibytes: share.mebibytes) }
        let entry = entries[profile]
        return .instance(
            compute: Int(entry.compute), memorySlices: Int(entry.memorySlices), hasMedia: entry.hasMedia, start: share.start)
    }

    // MARK: Rooms

    /// The kinds of room that a request can do with: one of each, the tightest first. Of boards shared in time a board in the first step
    /// of either may have a little less than what is asked: a hint.
    func room(for share: BoardShare) -> Room {
        if let profile = share.profile { return Room(kinds: profile..<profile + 1, memories: 0..<0) }
        return Room(
            kinds: PartitionTable.timeRoom(share.thousandths)..<PartitionTable.profilesMax + PartitionTable.timeSteps,
            memories: memoryRoom(share.mebibytes)..<PartitionTable.rooms)
    }

    /// The kinds of room that a board has, a bit each: every profile that fits, or the steps that its free time and memory lie in.
    func rooms(of board: BoardWord) -> UInt64 {
        switch board.mode {
        case .closed: return 0
        case .instances:
            var rooms: UInt64 = 0
            for profile in 0..<entries.count where tenant(BoardShare(profile: profile, start: 0), on: board) != nil {
                rooms |= 1 << UInt64(profile)
            }
            return rooms
        case .thousandths:
            guard board.thousandths < BoardWord.whole else { return 0 }
            return 1 << UInt64(PartitionTable.timeRoom(BoardWord.whole - board.thousandths))
                | 1 << UInt64(memoryRoom(boardMebibytes - board.mebibytes))
        }
    }

    private static func timeRoom(_ thousandths: Int) -> Int { profilesMax + min(timeSteps - 1, thousandths * timeSteps / BoardWord.whole) }

    private func memoryRoom(_ mebibytes: Int) -> Int {
        let (steps, first) = (PartitionTable.memorySteps, PartitionTable.profilesMax + PartitionTable.timeSteps)
        return first + min(steps - 1, mebibytes * steps / max(1, boardMebibytes))
    }

    /// How full a board is, for the choice between several on which a tenant fits: the fuller, the better.
    func fullness(_ board: BoardWord) -> Int {
        board.mode == .instances ? board.memory.nonzeroBitCount * 8 + board.compute : board.thousandths
    }
}
