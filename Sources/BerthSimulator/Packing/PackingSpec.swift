/// What a pod asks for. Pods that ask for the same are one spec.
package struct PackingSpec: Hashable, Sendable {
    package var cpuMilli: Int32
    package var memoryMebibytes: Int32
    /// 0 for a pod of CPU and memory alone.
    package var gpuCount: Int16
    /// Thousandths of each GPU; below 1000 only for one.
    package var gpuMilli: Int16
    /// The places in `OpenBModel.all` that are allowed, bit by bit.
    package var models: UInt64

    package init(_ pod: OpenBPod) {
        (cpuMilli, memoryMebibytes) = (Int32(pod.cpuMilli), Int32(pod.memoryMebibytes))
        (gpuCount, gpuMilli, models) = (Int16(pod.gpuCount), Int16(pod.gpuMilli), pod.gpuCount == 0 ? .max : pod.models)
    }

    /// Thousandths of GPUs asked for in all.
    @inline(__always)
    package var gpuMilliTotal: Int { Int(gpuCount) * Int(gpuMilli) }
    @inline(__always)
    package var isShared: Bool { gpuCount == 1 && gpuMilli < 1000 }

    /// Whether the model is allowed; a pod without GPUs may stand anywhere.
    @inline(__always)
    package func allows(_ model: Int) -> Bool { models >> UInt64(model) & 1 == 1 }
}
