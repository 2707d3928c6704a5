/// One accelerator of a node.
public struct Device: Hashable, Sendable, Codable {
    /// What a job is given to name it: a GPU's UUID, `GPU-modelled-3`, or a Neuron device's index.
    public var id: String
    /// The NUMA node it hangs from; nil where the host does not say. Unknown is never node 0.
    public var numaNode: Int?
    /// A stand-in: no such device is here.
    public var isModelled: Bool

    public init(id: String, numaNode: Int?, isModelled: Bool) {
        self.id = id
        self.numaNode = numaNode
        self.isModelled = isModelled
    }
}
