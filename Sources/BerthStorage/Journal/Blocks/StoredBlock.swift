import BerthModel
import FoundationEssentials
import GRDB

/// A row of the table of blocks: what one commit appended, or a part of it.
struct StoredBlock {
    /// Sequences of its first and last entry.
    var first: UInt64
    var last: UInt64
    /// Of its last entry.
    var time: Timestamp
    var body: [UInt8]

    /// Of one block: what is read from its middle is decoded from its beginning.
    static let entriesMax = 4096

    /// The checksum of the chain up to this block.
    func checksum(after previous: EntryChecksum) -> EntryChecksum {
        previous.following(first: first, last: last, time: time, body: body)
    }
}

extension StoredBlock {
    /// A row of `JournalTable.selectBlocks`, with its checksum.
    /// - Throws: `BerthError` with code `stateCorrupt`.
    static func decode(_ row: Row, path: String) throws -> (StoredBlock, EntryChecksum) {
        // Through the optional conversion: the direct one ends the process where a damaged row holds another type.
        func column<Value: DatabaseValueConvertible>(_ index: Int) -> Value? { Value.fromDatabaseValue(row[index]) }
        guard let first: Int64 = column(0), let last: Int64 = column(1), let time: Int64 = column(2), let body: Data = column(3),
            let checksum: Int64 = column(4)
        else { throw notOne(path) }
        let bounds = try bounds(first, last, path: path)
        let block = StoredBlock(first: bounds.first, last: bounds.last, time: Timestamp(milliseconds: time), body: Array(body))
        return (block, EntryChecksum(value: UInt64(bitPattern: checksum)))
    }

    /// - Throws: `BerthError` with code `stateCorrupt` for numbers that no block has.
    static func bounds(_ first: Int64, _ last: Int64, path: String) throws -> (first: UInt64, last: UInt64) {
        guard 0 < first, first <= last, last < Int64.max else { throw notOne(path) }
        return (UInt64(first), UInt64(last))
    }

    private static func notOne(_ path: String) -> BerthError { JournalError.corrupt(path, "a row is not a block") }
}
