#if !BERTH_EXPLORE
import CBerthPlacement
import Synchronization

/// A run of 64-bit words that any thread may read and change: the memory under the lock-free engine.
///
/// A view, not an owner: `PlacementEngine` keeps the storage for as long as it lives and hands views only to its own parts, which is
/// what makes this `@safe`. Offsets come from the layout that the engine built, never from input, so release builds do not check them;
/// builds with `BERTH_CHECKS` do.
///
/// Every read-modify-write and every load here is sequentially consistent unless its name says otherwise. The index needs it: a
/// claimer changes a node and then reads a hint, a searcher clears the hint and then reads the node, and one of the two must see the
/// other (store, then load: release and acquire alone would allow both to miss). On x86-64 it costs nothing: every locked instruction
/// is a full barrier, and a load is a plain load.
@safe
struct AtomicWords: @unchecked Sendable {
    private let base: UnsafeMutablePointer<Atomic<UInt64>>
    #if BERTH_CHECKS
    private let count: Int
    #endif

    init(_ base: UnsafeMutablePointer<Atomic<UInt64>>, count: Int) {
        unsafe self.base = base
        #if BERTH_CHECKS
        self.count = count
        #endif
    }

    @inline(__always)
    private func check(_ index: Int) {
        #if BERTH_CHECKS
        precondition(index >= 0 && index < count, "word \(index) of \(count)")
        #endif
    }

    /// The words from `offset` on.
    @inline(__always)
    func from(_ offset: Int) -> AtomicWords {
        #if BERTH_CHECKS
        precondition(offset >= 0 && offset <= count, "word \(offset) of \(count)")
        return unsafe AtomicWords(base + offset, count: count - offset)
        #else
        return unsafe AtomicWords(base + offset, count: 0)
        #endif
    }

    @inline(__always)
    func load(_ index: Int) -> UInt64 {
        check(index)
        // sequentiallyConsistent: pairs with every other operation here; see the type.
        return unsafe base[index].load(ordering: .sequentiallyConsistent)
    }

    /// For words that never change while the engine lives, and for statistics.
    @inline(__always)
    func loadRelaxed(_ index: Int) -> UInt64 {
        check(index)
        // relaxed: there is nothing to order against.
        return unsafe base[index].load(ordering: .relaxed)
    }

    /// - Returns: whether the word was `expected` and is now `desired`; otherwise `expected` is what it was.
    @inline(__always)
    func exchange(_ index: Int, _ expected: inout UInt64, _ desired: UInt64) -> Bool {
        check(index)
        // sequentiallyConsistent: pairs with every other operation here; see the type.
        let (done, found) = unsafe base[index].compareExchange(
            expected: expected, desired: desired, ordering: .sequentiallyConsistent)
        expected = found
        return done
    }

    /// - Returns: the word before.
    @inline(__always)
    func swap(_ index: Int, _ value: UInt64) -> UInt64 {
        check(index)
        // sequentiallyConsistent: pairs with every other operation here; see the type.
        return unsafe base[index].exchange(value, ordering: .sequentiallyConsistent)
    }

    /// Adds, wrapping. - Returns: the word before.
    @inline(__always)
    func add(_ index: Int, _ amount: UInt64) -> UInt64 {
        check(index)
        // sequentiallyConsistent: pairs with every other operation here; see the type.
        return unsafe base[index].wrappingAdd(amount, ordering: .sequentiallyConsistent).oldValue
    }

    /// Sets bits. - Returns: the word before.
    @inline(__always)
    func set(_ index: Int, _ bits: UInt64) -> UInt64 {
        check(index)
        // sequentiallyConsistent: pairs with every other operation here; see the type.
        return unsafe base[index].bitwiseOr(bits, ordering: .sequentiallyConsistent).oldValue
    }

    /// Clears bits. - Returns: the word before.
    @inline(__always)
    func clear(_ index: Int, _ bits: UInt64) -> UInt64 {
        check(index)
        // sequentiallyConsistent: pairs with every other operation here; see the type.
        return unsafe base[index].bitwiseAnd(~bits, ordering: .sequentiallyConsistent).oldValue
    }

    /// Asks for the line of a word that will be changed soon.
    @inline(__always)
    func prefetch(_ index: Int) {
        check(index)
        unsafe berth_prefetch(base + index)
    }
}
#endif
