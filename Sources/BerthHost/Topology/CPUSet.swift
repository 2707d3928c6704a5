/// A set of logical CPUs (processing units) or of NUMA nodes, by the operating system's numbers.
///
/// Held as bits, so that the unions and intersections of discovery cost a word for 64 CPUs. Encoded and printed as the kernel prints
/// `Cpus_allowed_list`: `0-3,8`.
public struct CPUSet: Hashable, Sendable {
    /// Bit i of word w stands for CPU 64w + i. The last word is never zero, so equal sets have equal words.
    private(set) var words: [UInt64]

    /// The largest number a set may hold. Linux is built for at most 8192 CPUs; a number beyond this in a file is a slip.
    public static let indexMax = 65_535

    public init() { words = [] }

    /// - Precondition: every index is in 0...``indexMax``.
    public init(_ indexes: some Sequence<Int>) {
        words = []
        for index in indexes { insert(index) }
    }

    /// Takes the bits as the kernel, libnuma and NVML hand them out: least significant word first.
    public init(words: [UInt64]) {
        precondition(words.count <= (CPUSet.indexMax + 1) / 64, "a CPU set of \(words.count) words exceeds \(CPUSet.indexMax) CPUs")
        self.words = words
        trim()
    }

    public var isEmpty: Bool { words.isEmpty }
    public var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }
    public var first: Int? { words.firstIndex { $0 != 0 }.map { $0 * 64 + words[$0].trailingZeroBitCount } }
    public var last: Int? { words.last.map { words.count * 64 - 1 - $0.leadingZeroBitCount } }

    public func contains(_ index: Int) -> Bool {
        guard index >= 0, index / 64 < words.count else { return false }
        return words[index / 64] >> UInt64(index % 64) & 1 == 1
    }

    public mutating func insert(_ index: Int) {
        precondition((0...CPUSet.indexMax).contains(index), "CPU \(index) is outside 0...\(CPUSet.indexMax)")
        while words.count <= index / 64 { words.append(0) }
        words[index / 64] |= 1 << UInt64(index % 64)
    }

    /// The indexes in ascending order.
    public var indexes: [Int] {
        var result: [Int] = []
        result.reserveCapacity(count)
        for (place, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                result.append(place * 64 + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
        return result
    }

    private mutating func trim() {
        while words.last == 0 { words.removeLast() }
    }
}

extension CPUSet {
    public func union(_ other: CPUSet) -> CPUSet { combined(with: other, |) }
    public func intersection(_ other: CPUSet) -> CPUSet { combined(with: other, &) }
    public func subtracting(_ other: CPUSet) -> CPUSet { combined(with: other) { $0 & ~$1 } }
    public mutating func formUnion(_ other: CPUSet) { self = union(other) }
    public func isSuperset(of other: CPUSet) -> Bool { other.isSubset(of: self) }
    public func isSubset(of other: CPUSet) -> Bool { subtracting(other).isEmpty }
    public func isDisjoint(with other: CPUSet) -> Bool { intersection(other).isEmpty }

    private func combined(with other: CPUSet, _ operation: (UInt64, UInt64) -> UInt64) -> CPUSet {
        var result = CPUSet()
        result.words = (0..<max(words.count, other.words.count)).map { place in
            operation(place < words.count ? words[place] : 0, place < other.words.count ? other.words[place] : 0)
        }
        result.trim()
        return result
    }
}

extension CPUSet: ExpressibleByArrayLiteral {
    public init(arrayLiteral indexes: Int...) { self.init(indexes) }
}
