/// The shape of each submission, by number: four bytes a submission, found without hashing.
struct ShapeNumbers: Sendable {
    /// -1 for one that is not known.
    private var shapes: [Int32] = []

    /// - Complexity: O(1) amortized; O(number) to set one far beyond the last.
    subscript(number: UInt64) -> Int? {
        get {
            guard number <= UInt64(shapes.count), shapes[Int(number) - 1] >= 0 else { return nil }
            return Int(shapes[Int(number) - 1])
        }
        set {
            let index = Int(number) - 1
            guard index < shapes.count || newValue != nil else { return }
            while shapes.count <= index { shapes.append(-1) }
            shapes[index] = newValue.map(Int32.init) ?? -1
        }
    }
}
