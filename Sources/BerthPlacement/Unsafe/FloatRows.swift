/// Sums over rows of a table, without a check for each element.
enum FloatRows {
    /// Adds a part of a table, scaled, to a part of sums.
    /// - Precondition: both parts are there.
    @inline(__always)
    static func add(_ scale: Float, _ table: borrowing [Float], from first: Int, to sums: inout [Float], at start: Int, count: Int) {
        guard count > 0 else { return }
        precondition(first >= 0 && first + count <= table.count && start >= 0 && start + count <= sums.count, "a row ends before its part")
        unsafe table.withUnsafeBufferPointer { source in
            unsafe sums.withUnsafeMutableBufferPointer { target in
                guard let from = source.baseAddress, let to = target.baseAddress else { return }
                let (read, written) = unsafe (from + first, to + start)
                for index in 0..<count { unsafe written[index] += scale * read[index] }
            }
        }
    }
}
