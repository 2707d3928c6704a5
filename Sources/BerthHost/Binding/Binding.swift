public import BerthModel
import BerthSystem

/// Binds the calling process to CPUs and memory. Children inherit both, which is how a job is bound: the supervisor binds itself, then
/// starts it.
public enum Binding {
    /// Restricts every thread of this process to these CPUs, and reads the result back.
    ///
    /// Threads started later inherit from their creator, which is bound by then.
    /// - Throws: `BerthError` `usage` for an empty set; `conflict` when the kernel grants none or fewer of the CPUs than asked, naming
    ///   both.
    public static func bind(to cpus: CPUSet) throws(BerthError) {
        guard !cpus.isEmpty else { throw BerthError(.usage, "a process cannot be bound to no CPU at all") }
        var bound: Set<Int32> = []
        // A thread may start others while this runs: repeat until a look finds none that is not bound. Without /proc only the caller is
        // known.
        while true {
            let threads = HostFile.names(in: "/proc/self/task").compactMap { Int32($0) }.filter { !bound.contains($0) }
            if threads.isEmpty && !bound.isEmpty { break }
            for thread in threads.isEmpty ? [0] : threads {
                bound.insert(thread)
                do {
                    try Affinity.bind(thread: thread, to: cpus)
                } catch where error.number == ErrorNumber.noSuchProcess {
                    continue
                } catch {
                    throw BerthError(
                        .conflict, "CPUs \(cpus) cannot be bound: \(error)", hint: "this process may use CPUs \(currentCPUs)", cause: error)
                }
            }
        }
        let granted = currentCPUs
        guard granted == cpus else {
            throw BerthError(.conflict, "CPUs \(cpus) were asked for, the kernel granted \(granted)", hint: "look at the cgroup's cpuset")
        }
    }

    /// The CPUs the calling thread may run on now.
    public static var currentCPUs: CPUSet { Affinity.cpus() }

    /// Makes the calling thread and its children allocate from these NUMA nodes only. Memory that exists already stays where it is.
    /// - Throws: `BerthError` `usage` for an empty set; `unsupported` on a kernel without NUMA policies; `notAllowed` where a container's
    ///   system-call filter forbids it; `conflict` when the nodes do not exist or the cgroup excludes them.
    public static func bindMemory(to nodes: CPUSet) throws(BerthError) {
        guard !nodes.isEmpty else { throw BerthError(.usage, "memory cannot be bound to no NUMA node at all") }
        do {
            try Affinity.bindMemory(to: nodes)
        } catch {
            throw memoryError(error, "memory cannot be bound to NUMA nodes \(nodes)")
        }
        let policy = try currentMemoryPolicy()
        guard policy == .bind(nodes) else {
            throw BerthError(.conflict, "memory on NUMA nodes \(nodes) was asked for, the kernel set \(policy)")
        }
    }

    /// The calling thread's memory policy now.
    /// - Throws: `BerthError` `unsupported` or `notAllowed`, as ``bindMemory(to:)``.
    public static func currentMemoryPolicy() throws(BerthError) -> MemoryPolicy {
        do {
            return try Affinity.memoryPolicy()
        } catch {
            throw memoryError(error, "the memory policy cannot be read")
        }
    }

    private static func memoryError(_ error: SystemError, _ what: String) -> BerthError {
        let code: ErrorCode =
            switch error.number {
            case Affinity.noSuchCall: .unsupported
            case ErrorNumber.notPermitted: .notAllowed
            default: .conflict
            }
        return BerthError(code, "\(what): \(error)", cause: error)
    }
}
