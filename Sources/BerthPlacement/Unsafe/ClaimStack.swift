import CBerthPlacement

/// A fixed room for claims that somebody holds, from which any one can be taken out: on large pages, without bounds that move.
@safe
package struct ClaimStack: ~Copyable {
    package private(set) var count = 0
    package let capacity: Int
    private let memory: UnsafeMutablePointer<Claim>

    package init(capacity: Int) {
        self.capacity = capacity
        unsafe memory = LargePages.allocate(bytes: capacity * MemoryLayout<Claim>.stride).bindMemory(to: Claim.self, capacity: capacity)
    }

    deinit { unsafe memory.deallocate() }

    @inline(__always)
    package mutating func push(_ claim: Claim) {
        precondition(count < capacity, "a stack of \(capacity) claims is full")
        unsafe memory[count] = claim
        count &+= 1
    }

    /// The last claim takes its place.
    @inline(__always)
    package mutating func take(_ index: Int) -> Claim {
        precondition(index >= 0 && index < count, "claim \(index) of \(count)")
        let claim = unsafe memory[index]
        count &-= 1
        unsafe memory[index] = memory[count]
        return claim
    }

    /// Asks for a claim that will be taken soon.
    @inline(__always)
    package func prefetch(_ index: Int) {
        precondition(index >= 0 && index < count, "claim \(index) of \(count)")
        unsafe berth_prefetch(memory + index)
    }

    package mutating func pop() -> Claim { take(count - 1) }

    /// All of them, as an array.
    package var claims: [Claim] { (0..<count).map { unsafe memory[$0] } }
}
