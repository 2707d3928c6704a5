public import BerthModel

extension HostTopology {
    /// One data or unified cache and the CPUs that share it.
    public struct Cache: Equatable, Sendable, Codable {
        /// 1 (data), 2 or 3.
        public var level: Int
        public var size: Bytes
        public var cpus: CPUSet

        public init(level: Int, size: Bytes, cpus: CPUSet) {
            self.level = level
            self.size = size
            self.cpus = cpus
        }

        /// `L1d`, `L2` or `L3`.
        public var name: String { level == 1 ? "L1d" : "L\(level)" }
    }

    /// The caches that serve a core, nearest first.
    public func caches(of core: Core) -> [Cache] {
        caches.filter { core.cpus.isSubset(of: $0.cpus) }.sorted { $0.level < $1.level }
    }
}
