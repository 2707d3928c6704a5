package import BerthModel

/// The cluster that a trace is to run on, as far as an import must know it: pools of equal nodes.
package struct TraceCluster: Hashable, Sendable {
    package struct Pool: Hashable, Sendable {
        /// Nil: devices of a kind that the trace does not name.
        package var kind: KindName?
        package var nodes: Int
        /// 0…16.
        package var devices: Int
        /// Of each node; nil bounds nothing.
        package var cores: CoreShare?
        package var memory: Bytes?

        package init(kind: KindName?, nodes: Int, devices: Int, cores: CoreShare? = nil, memory: Bytes? = nil) {
            precondition((1...Limits.nodesMax).contains(nodes), "a pool of \(nodes) nodes")
            precondition((0...Limits.devicesPerGroupMax).contains(devices), "nodes of \(devices) devices")
            self.kind = kind
            self.nodes = nodes
            self.devices = devices
            self.cores = cores
            self.memory = memory
        }

        /// Members of a job that an empty pool holds.
        func members(of job: TraceJob, with choice: DeviceChoice?) -> Int {
            var each = Int.max
            if let choice {
                guard choice.kind == nil || kind == nil || choice.kind == kind else { return 0 }
                switch choice.partition {
                case .thousandths(let part, _): each = devices * (1000 / part)
                // Of any profile at most seven.
                case .mig: each = devices * 7
                case nil: each = devices / choice.count
                }
            }
            if let wanted = job.cores, let cores, wanted > .zero { each = min(each, cores.eighths / wanted.eighths) }
            if let wanted = job.memory, let memory, wanted > .zero { each = min(each, Int(memory.count / wanted.count)) }
            let (members, overflow) = each.multipliedReportingOverflow(by: nodes)
            return overflow ? Int.max : members
        }
    }

    package var pools: [Pool]

    /// - Precondition: at least one pool.
    package init(pools: [Pool]) {
        precondition(!pools.isEmpty, "a cluster without nodes")
        self.pools = pools
    }

    /// Nodes in all.
    package var nodes: Int { pools.reduce(0) { $0 + $1.nodes } }

    /// Devices of one kind; of all pools for nil.
    package func devices(of kind: KindName? = nil) -> Int {
        pools.reduce(0) { $0 + (kind == nil || $1.kind == nil || $1.kind == kind ? $1.nodes * $1.devices : 0) }
    }

    /// Whether some pool has devices of the kind.
    package func has(_ kind: KindName?) -> Bool { kind == nil || pools.contains { ($0.kind == nil || $0.kind == kind) && $0.devices > 0 } }

    /// Members of a job that the empty cluster holds at once with one of its choices (nil: on cores only), at most `Int.max`.
    /// - Complexity: O(pools).
    package func members(of job: TraceJob, with choice: DeviceChoice?) -> Int {
        pools.reduce(0) { sum, pool in
            let (total, overflow) = sum.addingReportingOverflow(pool.members(of: job, with: choice))
            return overflow ? Int.max : total
        }
    }
}
