import BerthModel
import CNuma
import Glibc

/// The kernel's calls for CPU affinity and memory policy, through libnuma, whose bit masks have the kernel's own length.
enum Affinity {
    /// The CPUs the calling thread may run on; empty when the kernel does not say.
    static func cpus() -> CPUSet {
        guard let mask = unsafe numa_bitmask_alloc(UInt32(CPUSet.indexMax + 1)) else { return [] }
        defer { unsafe numa_bitmask_free(mask) }
        guard unsafe numa_sched_getaffinity(0, mask) > 0 else { return [] }
        return unsafe set(of: mask)
    }

    /// Binds one thread by its kernel id, 0 being the caller.
    /// - Returns: 0, or the error number.
    static func bind(thread: pid_t, to cpus: CPUSet) -> Int32 {
        guard let mask = unsafe mask(of: cpus) else { return ENOMEM }
        defer { unsafe numa_bitmask_free(mask) }
        return unsafe numa_sched_setaffinity(thread, mask) < 0 ? errno : 0
    }

    /// Makes the calling thread, and what it starts, allocate from these nodes only.
    /// - Returns: 0, or the error number.
    static func bindMemory(to nodes: CPUSet) -> Int32 {
        guard let mask = unsafe mask(of: nodes) else { return ENOMEM }
        defer { unsafe numa_bitmask_free(mask) }
        // The kernel reads one bit less than it is told, for as long as the call exists.
        return unsafe set_mempolicy(MPOL_BIND, mask.pointee.maskp, mask.pointee.size + 1) < 0 ? errno : 0
    }

    /// The calling thread's policy and its nodes.
    static func memoryPolicy() -> Result<(mode: Int32, nodes: CPUSet), ErrorNumber> {
        guard let mask = unsafe numa_bitmask_alloc(UInt32(numa_num_possible_nodes())) else { return .failure(ErrorNumber(code: ENOMEM)) }
        defer { unsafe numa_bitmask_free(mask) }
        var mode: Int32 = 0
        guard unsafe get_mempolicy(&mode, mask.pointee.maskp, mask.pointee.size + 1, nil, 0) == 0 else {
            return .failure(ErrorNumber(code: errno))
        }
        return unsafe .success((mode, set(of: mask)))
    }

    private static func mask(of set: CPUSet) -> UnsafeMutablePointer<bitmask>? {
        let bits = (set.last ?? 0) + 1
        guard let mask = unsafe numa_bitmask_alloc(UInt32(bits)) else { return nil }
        for index in set.indexes { unsafe numa_bitmask_setbit(mask, UInt32(index)) }
        return unsafe mask
    }

    private static func set(of mask: UnsafeMutablePointer<bitmask>) -> CPUSet {
        CPUSet((0..<Int(unsafe mask.pointee.size)).filter { unsafe numa_bitmask_isbitset(mask, UInt32($0)) != 0 })
    }
}

extension MemoryPolicy {
    static let standardNumber = Int32(MPOL_DEFAULT)
    static let bindNumber = Int32(MPOL_BIND)
}
