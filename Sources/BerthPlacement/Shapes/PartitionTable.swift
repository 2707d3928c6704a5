import BerthModel

/// How the boards of one node type are shared: the profiles of its MIG instances, and where each begins best.
struct PartitionTable: BitwiseCopyable {
    /// One profile as the hot path reads it.
    struct Entry: BitwiseCopyable {
        var compute: Int32
        var memorySlices: Int32
        var hasMedia: Bool
    }

    /// Profiles of a kind; numbered from 0 in the catalogue's order.
    static let profilesMax = 8
    /// Steps of free thousandths and of free memory that the index tells apart.
    static let steps = 4
    /// Kinds of room that a shared board may have: one for each profile, and one for each pair of steps.
    static let rooms = profilesMax + steps * steps
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

    /// The kind of room that a request needs.
    func room(for share: BoardShare) -> Int {
        if let profile = share.profile { return profile }
        return PartitionTable.room(step(share.thousandths, of: BoardWord.whole), step(share.mebibytes, of: boardMebibytes))
    }

    /// All kinds of room that a board has, a bit each. Of boards shared in time a request may need more than its kind of room says: two
    /// figures in four steps are a hint.
    func rooms(of board: BoardWord) -> UInt32 {
        switch board.mode {
        case .closed: return 0
        case .instances:
            var rooms: UInt32 = 0
            for profile in 0..<entries.count where tenant(BoardShare(profile: profile, start: 0), on: board) != nil {
                rooms |= 1 << UInt32(profile)
            }
            return rooms
        case .thousandths:
            guard board.thousandths < BoardWord.whole else { return 0 }
            let last = (
                step(BoardWord.whole - board.thousandths, of: BoardWord.whole), step(boardMebibytes - board.mebibytes, of: boardMebibytes)
            )
            var rooms: UInt32 = 0
            for time in 0...last.0 { for memory in 0...last.1 { rooms |= 1 << UInt32(PartitionTable.room(time, memory)) } }
            return rooms
        }
    }

    private static func room(_ time: Int, _ memory: Int) -> Int { profilesMax + time * steps + memory }

    private func step(_ amount: Int, of whole: Int) -> Int { min(PartitionTable.steps - 1, amount * PartitionTable.steps / max(1, whole)) }

    /// How full a board is, for the choice between several on which a tenant fits: the fuller, the better.
    func fullness(_ board: BoardWord) -> Int {
        board.mode == .instances ? board.memory.nonzeroBitCount * 8 + board.compute : board.thousandths
    }
}
