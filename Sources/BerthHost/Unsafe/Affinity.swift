import BerthSystem
import CNuma
import Glibc

/// The kernel's calls for CPU affinity and memory policy, through libnuma, whose bit masks have the kernel's own length.
enum Affinity {
    /// What a kernel without NUMA policies answers.
    static let noSuchCall = ENOSYS

    /// The CPUs the calling thread may run on; empty when the kernel does not say.
    static func cpus() -> CPUSet {
        guard let mask = unsafe numa_bitmask_alloc(UInt32(CPUSet.indexMax + 1)) else { return [] }
        defer { unsafe numa_bitmask_free(mask) }
        guard unsafe numa_sched_getaffinity(0, mask) > 0 else { return [] }
        return unsafe set(of: mask)
    }

    /// Binds one thread by its kernel id, 0 being the caller.
    static func bind(thread: Int32, to cpus: CPUSet) throws(SystemError) {
        let mask = unsafe mask(of: cpus)
        defer { unsafe numa_bitmask_free(mask) }
        if unsafe numa_sched_setaffinity(thread, mask) < 0 {
            throw SystemError(number: errno, call: "sched_setaffinity", subject: "CPUs \(cpus)")
        }
    }

    /// Makes the calling thread, and what it starts, allocate from these nodes only.
    static func bindMemory(to nodes: CPUSet) throws(SystemError) {
        let mask = unsafe mask(of: nodes)
        defer { unsafe numa_bitmask_free(mask) }
        // The kernel reads one bit less than it is told, for as long as the call exists.
        if unsafe set_mempolicy(MPOL_BIND, mask.pointee.maskp, mask.pointee.size + 1) < 0 {
            throw SystemError(number: errno, call: "set_mempolicy", subject: "NUMA nodes \(nodes)")
        }
    }

    /// The calling thread's policy.
    static func memoryPolicy() throws(SystemError) -> MemoryPolicy {
        // The kernel refuses a mask that is smaller than its own, which libnuma knows.
        guard let mask = unsafe numa_bitmask_alloc(UInt32(numa_num_possible_nodes())) else {
            throw SystemError(number: ENOMEM, call: "get_mempolicy")
        }
        defer { unsafe numa_bitmask_free(mask) }
        var mode: Int32 = 0
        guard unsafe get_mempolicy(&mode, mask.pointee.maskp, mask.pointee.size + 1, nil, 0) == 0 else {
            throw SystemError(number: errno, call: "get_mempolicy")
        }
        switch mode {
        case MPOL_DEFAULT: return .standard
        case MPOL_BIND: return unsafe .bind(set(of: mask))
        default: return .other(Int(mode))
        }
    }

    private static func mask(of set: CPUSet) -> UnsafeMutablePointer<bitmask> {
        guard let mask = unsafe numa_bitmask_alloc(UInt32((set.last ?? 0) + 1)) else { fatalError("out of memory for a CPU mask") }
        for index in set.indexes { unsafe numa_bitmask_setbit(mask, UInt32(index)) }
        return unsafe mask
    }

    private static func set(of mask: UnsafeMutablePointer<bitmask>) -> CPUSet {
        CPUSet((0..<Int(unsafe mask.pointee.size)).filter { unsafe numa_bitmask_isbitset(mask, UInt32($0)) != 0 })
    }
}
