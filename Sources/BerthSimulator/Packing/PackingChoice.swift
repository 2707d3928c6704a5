/// A node and GPUs on it.
package struct PackingChoice: Sendable {
    package var node: Int
    package var gpus: SIMDMask<SIMD8<Int16>>
}
