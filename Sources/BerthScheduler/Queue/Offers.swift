/// Those beneath a branch that have something to offer.
struct Offers: Sendable {
    struct Child: Hashable, Comparable, Sendable {
        var first: JobPosition
        var node: Int32

        static func < (left: Child, right: Child) -> Bool {
            left.first != right.first ? left.first < right.first : left.node < right.node
        }
    }

    /// By their first jobs, where agencies are not told apart.
    private(set) var ordered = SortedBlocks<Child>()
    /// Where agencies are told apart: shares order them, which change faster than this.
    private(set) var places = ChildSet()

    /// Stands for every job where agencies are told apart.
    static let some = JobPosition(lateness: 0, then: 0, number: 0)

    var first: JobPosition? { places.isEmpty ? ordered.first?.first : Offers.some }
    var isEmpty: Bool { places.isEmpty && ordered.isEmpty }

    /// What one of them offers has changed.
    /// - Complexity: O(1); O(log siblings) where agencies are not told apart.
    mutating func change(_ node: Int, at place: Int, from old: JobPosition?, to new: JobPosition?, isFair: Bool) {
        guard old != new else { return }
        guard !isFair else { return new == nil ? places.remove(place) : places.insert(place) }
        if let old { ordered.remove(Child(first: old, node: Int32(node))) }
        if let new { ordered.insert(Child(first: new, node: Int32(node))) }
    }
}
