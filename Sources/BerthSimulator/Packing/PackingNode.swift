/// What is free on one node.
package struct PackingNode: Sendable {
    /// Thousandths free of each GPU; 0 for GPUs that the node does not have.
    package var gpus: SIMD8<Int16>
    package var cpuMilli: Int32
    package var memoryMebibytes: Int32
    /// The place of the node's kind in `PackingFleet.kinds`.
    package var kind: UInt8

    /// Whether the spec fits beside what is there. The model is not looked at.
    @inline(__always)
    func holds(_ spec: PackingSpec) -> Bool {
        guard cpuMilli >= spec.cpuMilli, memoryMebibytes >= spec.memoryMebibytes else { return false }
        return spec.gpuCount == 0 || PackingNode.count(gpus .>= SIMD8(repeating: spec.gpuMilli)) >= spec.gpuCount
    }

    /// What is left when the spec takes these GPUs.
    @inline(__always)
    func taking(_ spec: PackingSpec, _ taken: SIMDMask<SIMD8<Int16>>) -> PackingNode {
        var rest = self
        rest.cpuMilli -= spec.cpuMilli
        rest.memoryMebibytes -= spec.memoryMebibytes
        rest.gpus = gpus.replacing(with: gpus &- SIMD8(repeating: spec.gpuMilli), where: taken)
        return rest
    }

    /// What is free when the spec gives these GPUs back.
    func giving(_ spec: PackingSpec, _ given: SIMDMask<SIMD8<Int16>>) -> PackingNode {
        var rest = self
        rest.cpuMilli += spec.cpuMilli
        rest.memoryMebibytes += spec.memoryMebibytes
        rest.gpus = gpus.replacing(with: gpus &+ SIMD8(repeating: spec.gpuMilli), where: given)
        return rest
    }

    /// The first GPUs that are wholly free, as many as the spec asks; the node holds it.
    @inline(__always)
    func wholeGPUs(_ spec: PackingSpec) -> SIMDMask<SIMD8<Int16>> {
        var taken = SIMDMask<SIMD8<Int16>>(repeating: false)
        var missing = spec.gpuCount
        for index in 0..<8 where missing > 0 && gpus[index] >= 1000 {
            taken[index] = true
            missing -= 1
        }
        return taken
    }

    static let none = SIMDMask<SIMD8<Int16>>(repeating: false)

    @inline(__always)
    static func only(_ index: Int) -> SIMDMask<SIMD8<Int16>> {
        var taken = SIMDMask<SIMD8<Int16>>(repeating: false)
        taken[index] = true
        return taken
    }

    @inline(__always)
    static func count(_ mask: SIMDMask<SIMD8<Int16>>) -> Int16 {
        SIMD8<Int16>.zero.replacing(with: 1, where: mask).wrappedSum()
    }

    /// Thousandths free in all.
    @inline(__always)
    var gpuMilli: Int { Int(gpus.wrappedSum()) }

    /// GPUs that are wholly free.
    @inline(__always)
    var wholeCount: Int { Int(PackingNode.count(gpus .>= SIMD8(repeating: 1000))) }
}
