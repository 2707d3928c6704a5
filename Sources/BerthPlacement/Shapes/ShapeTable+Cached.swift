import Synchronization

extension ShapeTable {
    private static let known = Mutex<[DeviceSets: ShapeTable]>([:])

    /// The table of a rule, computed once in a process: those of 16 devices hold some hundred thousand entries. For building engines;
    /// nothing that claims comes here.
    static func cached(_ sets: DeviceSets) -> ShapeTable {
        if let table = known.withLock({ $0[sets] }) { return table }
        let table = ShapeTable(sets)
        known.withLock { $0[sets] = table }
        return table
    }
}
