#if BERTH_EXPLORE
/// The atomic words of builds for `tools/explore-placement`: every access stops and is decided upon outside.
struct ExploredWords: Sendable {
    let base: Int

    init(base: Int) { self.base = base }

    private func access(_ kind: SharedAccess.Kind, _ index: Int, _ first: UInt64 = 0, _ second: UInt64 = 0) -> UInt64 {
        SharedMemory.access(SharedAccess(kind: kind, word: Int32(base + index), first: first, second: second))
    }

    func from(_ offset: Int) -> ExploredWords { ExploredWords(base: base + offset) }
    func load(_ index: Int) -> UInt64 { access(.load, index) }
    func loadRelaxed(_ index: Int) -> UInt64 { access(.load, index) }

    func exchange(_ index: Int, _ expected: inout UInt64, _ desired: UInt64) -> Bool {
        let found = access(.exchange, index, expected, desired)
        defer { expected = found }
        return found == expected
    }

    func swap(_ index: Int, _ value: UInt64) -> UInt64 { access(.swap, index, value) }
    func add(_ index: Int, _ amount: UInt64) -> UInt64 { access(.add, index, amount) }

    /// Nothing can be made of it: the compiler thereby checks that no code depends on what a word was before bits were set or cleared,
    /// so that two settings, or two clearings, are the same to everybody in either order.
    struct Unread {}

    func set(_ index: Int, _ bits: UInt64) -> Unread {
        _ = access(.set, index, bits)
        return Unread()
    }

    func clear(_ index: Int, _ bits: UInt64) -> Unread {
        _ = access(.clear, index, bits)
        return Unread()
    }

    func prefetch(_ index: Int) {}
}

typealias AtomicWords = ExploredWords

final class WordStore: Sendable {
    let words: AtomicWords
    let count: Int

    static let alignment = 128

    init(_ values: [UInt64]) {
        count = values.count
        words = AtomicWords(base: SharedMemory.append(values))
    }

    convenience init(copying other: WordStore) {
        self.init(Array(SharedMemory.words[other.words.base..<other.words.base + other.count]))
    }

    convenience init(zeros count: Int) { self.init([UInt64](repeating: 0, count: count)) }
}

final class SparseWords: Sendable {
    let words: AtomicWords
    private let store: WordStore

    private init(_ store: WordStore) { (self.store, words) = (store, store.words) }

    convenience init(count: Int) { self.init(WordStore(zeros: count)) }
    convenience init(copying other: SparseWords) { self.init(WordStore(copying: other.store)) }

    var residentBytes: Int { store.count * 8 }
}
#endif
