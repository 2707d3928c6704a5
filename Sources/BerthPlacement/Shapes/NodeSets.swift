/// The sets of nodes of a Trn2 UltraServer that one job may hold together: its four nodes stand on a ring, each device linked to those at
/// the same place of the neighbours.
///
/// Source: the driver's modes X4, X2H and X2V (aws-neuron-driver, v3/neuron_pelect.c). Nodes 0 to 3 are numbered by rows of two.
enum NodeSets {
    private static let whole: [UInt16] = [0b1111]
    /// Horizontal pairs, then vertical ones.
    private static let pairs: [UInt16] = [0b0011, 0b1100, 0b0101, 0b1010]

    static func sets(of size: Int) -> [UInt16] {
        switch size {
        case 4: whole
        case 2: pairs
        default: []
        }
    }
}
