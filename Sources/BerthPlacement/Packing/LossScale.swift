/// How the nodes of a fleet are laid over the columns of loss tables.
struct LossScale: Hashable, Sendable {
    static let coreColumns = 130
    static let memoryColumns = 66

    /// Of the largest nodes, at least 8.
    let devices: Int
    let columnsPerCore: Float
    let columnsPerMebibyte: Float

    /// - Parameters:
    ///   - cores: the most that a node with devices has.
    ///   - mebibytes: likewise.
    init(devices: Int, cores: Int, mebibytes: Int) {
        self.devices = max(8, devices)
        columnsPerCore = Float(LossScale.coreColumns - 2) / Float(max(1, cores))
        columnsPerMebibyte = Float(LossScale.memoryColumns - 2) / Float(max(1, mebibytes))
    }
}
