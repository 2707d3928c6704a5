/// One row of an openb pod list.
package struct OpenBPod: Equatable, Sendable {
    package var name: String
    package var cpuMilli: Int
    package var memoryMebibytes: Int
    /// 0 to `OpenBTable.gpusMax`.
    package var gpuCount: Int
    /// Thousandths of each GPU: 1 to 1000, below 1000 only for one GPU; 0 without GPUs.
    package var gpuMilli: Int
    /// The places in `OpenBModel.all` of the models that the pod allows, bit by bit; all bits when it names none.
    package var models: UInt64
    /// Seconds since the trace began; nil where the list does not say.
    package var created: Int?
    package var deleted: Int?
}
