extension PlacementEngine {
    /// The class that a node of a type is filed under with these devices free: what every claim and release looks up.
    /// - Parameter type: the position of the type in the fleet.
    /// - Complexity: O(1).
    package func shapeClass(of free: UInt16, onType type: Int) -> Int { classOf(free, type) }

    /// The devices that a claim takes of those that are free; none where no legal set of the count is.
    /// - Complexity: O(1).
    package func chosen(_ count: Int, of free: UInt16, onType type: Int) -> UInt16 { pick(count, from: free, type) }
}
