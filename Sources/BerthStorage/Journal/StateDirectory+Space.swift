public import BerthModel
import BerthSystem

extension StateDirectory {
    /// Kept free for the ends of what runs: a running job's end, its cancel and its release take about 600 bytes, twice while they stand
    /// in the write-ahead log, so this holds for 50,000 running jobs.
    public static let reserveMax: Int64 = 64 << 20

    /// On a small file system a twentieth of it.
    static func reserve(total: Int64) -> Int64 { min(reserveMax, total / 20) }

    /// Bytes that may still be written where the journal lies.
    public func freeBytes() throws(BerthError) -> Int64 {
        do {
            return try Files.space(at: path).free
        } catch {
            throw JournalError.of(error)
        }
    }

    /// Asked before new work is taken in; cancels, drains and ends are not asked and go into the reserve.
    /// - Throws: `BerthError` with code `diskFull` when only the reserve is left.
    public func checkRoomForWork() throws(BerthError) {
        let space: FileSpace
        do {
            space = try Files.space(at: path)
        } catch {
            throw JournalError.of(error)
        }
        let reserve = StateDirectory.reserve(total: space.total)
        guard space.free >= reserve else {
            throw BerthError(
                .diskFull,
                "only \(Bytes(space.free)) are free for the journal, and \(Bytes(reserve)) are kept for ending jobs; no new work is taken",
                hint: "free some space beside \(path)")
        }
    }
}
