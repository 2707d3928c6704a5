import Synchronization

/// A fixed number of 64-bit words that any thread may read and change.
///
/// `Atomic` is noncopyable, so it cannot stand in an `Array`; this class owns the memory by a pointer instead and never hands the
/// pointer out, so that its users need no unsafe code.
@safe
package final class WordArray: @unchecked Sendable {
    package let count: Int
    private let words: UnsafeMutablePointer<Atomic<UInt64>>

    package init(_ values: [UInt64]) {
        count = values.count
        unsafe words = .allocate(capacity: max(1, values.count))
        for (index, value) in values.enumerated() { unsafe (words + index).initialize(to: Atomic(value)) }
    }

    deinit {
        unsafe words.deinitialize(count: count)
        unsafe words.deallocate()
    }

    /// The word as it was at some instant of the call.
    package func load(_ index: Int) -> UInt64 {
        precondition(index >= 0 && index < count, "word \(index) of \(count)")
        // acquiring: pairs with the exchange in update(_:by:), so that loads in a row see changes in the order in which they were made.
        // It is still a hint to whoever plans with it: the exchange re-reads and decides.
        return unsafe words[index].load(ordering: .acquiring)
    }

    /// Every word, each as it was at some instant of the call; not one instant for all of them.
    package func loadAll() -> [UInt64] {
        // All empty arrays are one object, which this would write to.
        guard count > 0 else { return [] }
        return unsafe [UInt64](unsafeUninitializedCapacity: count) { buffer, initialized in
            // acquiring: as in load(_:); comparing two readings needs their loads in order.
            for index in 0..<count { unsafe buffer.initializeElement(at: index, to: words[index].load(ordering: .acquiring)) }
            initialized = count
        }
    }

    /// The only loop that changes a word: applies a pure transition to the word as it is, until the exchange meets no other.
    ///
    /// An exchange fails only because another one succeeded, so some thread always gets on. A word is its whole state: a value
    /// that went away and came back (ABA) is the same state again, and does no harm.
    /// - Returns: the word before the change; nil when `transition` refused the word as it is, and then nothing has changed.
    @discardableResult
    package func update(_ index: Int, by transition: (UInt64) -> UInt64?) -> UInt64? {
        precondition(index >= 0 && index < count, "word \(index) of \(count)")
        // relaxed: the exchange below confirms the value or hands over a newer one.
        var seen = unsafe words[index].load(ordering: .relaxed)
        while let next = transition(seen) {
            // acquiringAndReleasing: pairs with itself. Whoever claims sees all that the previous owner did before its own exchange
            // here, also across exchanges of third parties. relaxed on failure: only the next attempt uses the newer value.
            let (done, found) = unsafe words[index].weakCompareExchange(
                expected: seen, desired: next, successOrdering: .acquiringAndReleasing, failureOrdering: .relaxed)
            if done { return seen }
            seen = found
        }
        return nil
    }

    /// Adds without a condition, wrapping (so that a signed amount can be passed by its bit pattern).
    package func add(_ index: Int, _ amount: UInt64) {
        precondition(index >= 0 && index < count, "word \(index) of \(count)")
        // acquiringAndReleasing: pairs with the exchange in update(_:by:), which reads what this wrote.
        unsafe words[index].wrappingAdd(amount, ordering: .acquiringAndReleasing)
    }

    /// - Returns: the word before.
    package func exchange(_ index: Int, to value: UInt64) -> UInt64 {
        precondition(index >= 0 && index < count, "word \(index) of \(count)")
        // acquiringAndReleasing: pairs with itself; each of two callers gets the other's value, or neither does.
        return unsafe words[index].exchange(value, ordering: .acquiringAndReleasing)
    }
}
