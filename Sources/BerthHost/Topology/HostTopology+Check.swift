extension HostTopology {
    /// Checks the whole structure, as `hwloc_topology_check` does for hwloc's: an empty answer means that every rule below holds.
    /// Discovery keeps these rules whatever the host says; a description from elsewhere is checked before it is used.
    ///
    ///  1. Every core has a CPU, and no two cores share one.
    ///  2. A core's package and NUMA node exist, and hold its CPUs.
    ///  3. Package numbers are unique; packages are disjoint; they hold no CPU without a core.
    ///  4. NUMA numbers are unique; their CPUs are disjoint; they hold no CPU without a core.
    ///  5. Caches are not empty, hold only CPUs with a core, and two of one level are disjoint.
    ///  6. The allowed CPUs exist, and there is at least one.
    ///  7. PCI addresses are unique; their NUMA nodes exist or are unknown.
    ///  8. Accelerator ids and addresses are unique; their NUMA nodes exist or are unknown; connected devices exist.
    ///  9. Of a board's power figures, min <= standard <= max.
    ///
    /// - Complexity: O(objects × words of a CPU set), but O(n²) in accelerators, of which a host has few.
    public func topologyCheck() -> [String] {
        checkCores() + checkHolders() + checkCaches() + checkDevices()
    }

    private func checkCores() -> [String] {
        var violations: [String] = []
        var seen = CPUSet()
        for core in cores {
            if core.cpus.isEmpty { violations.append("(1) core \(core.index) has no CPU") }
            if !core.cpus.isDisjoint(with: seen) {
                violations.append("(1) core \(core.index) shares CPU \(core.cpus.intersection(seen)) with another core")
            }
            seen.formUnion(core.cpus)
            if let number = core.package, !(packages.first { $0.number == number }.map { core.cpus.isSubset(of: $0.cpus) } ?? false) {
                violations.append("(2) core \(core.index) is not within package \(number)")
            }
            if let number = core.numaNode, !(numaNodes.first { $0.number == number }.map { core.cpus.isSubset(of: $0.cpus) } ?? false) {
                violations.append("(2) core \(core.index) is not within NUMA node \(number)")
            }
        }
        if allowedCPUs.isEmpty { violations.append("(6) no CPU is allowed") }
        let strays = allowedCPUs.subtracting(seen)
        if !strays.isEmpty { violations.append("(6) allowed CPUs \(strays) belong to no core") }
        return violations
    }

    private func checkHolders() -> [String] {
        let packageSets = packages.map { (number: $0.number, cpus: $0.cpus) }
        let numaSets = numaNodes.map { (number: $0.number, cpus: $0.cpus) }
        return checkPartition(packageSets, rule: 3, of: "package") + checkPartition(numaSets, rule: 4, of: "NUMA node")
    }

    private func checkPartition(_ parts: [(number: Int, cpus: CPUSet)], rule: Int, of noun: String) -> [String] {
        var violations: [String] = []
        var numbers = Set<Int>()
        var seen = CPUSet()
        let all = cpus
        for part in parts {
            if !numbers.insert(part.number).inserted { violations.append("(\(rule)) two are called \(noun) \(part.number)") }
            let shared = part.cpus.intersection(seen)
            if !shared.isEmpty { violations.append("(\(rule)) \(noun) \(part.number) shares CPUs \(shared) with another") }
            let strays = part.cpus.subtracting(all)
            if !strays.isEmpty { violations.append("(\(rule)) \(noun) \(part.number) holds CPUs \(strays), which belong to no core") }
            seen.formUnion(part.cpus)
        }
        return violations
    }

    private func checkCaches() -> [String] {
        var violations: [String] = []
        var seen: [Int: CPUSet] = [:]
        let all = cpus
        for cache in caches {
            if cache.cpus.isEmpty { violations.append("(5) an \(cache.name) cache serves no CPU") }
            if !cache.cpus.isSubset(of: all) { violations.append("(5) the \(cache.name) of CPUs \(cache.cpus) serves CPUs of no core") }
            if !cache.cpus.isDisjoint(with: seen[cache.level, default: []]) {
                violations.append("(5) the \(cache.name) of CPUs \(cache.cpus) overlaps another \(cache.name)")
            }
            seen[cache.level, default: []].formUnion(cache.cpus)
        }
        return violations
    }

    private func checkDevices() -> [String] {
        var violations: [String] = []
        let nodes = Set(numaNodes.map(\.number))
        var addresses = Set<PCIAddress>()
        for device in pciDevices {
            if !addresses.insert(device.address).inserted { violations.append("(7) two PCI devices are at \(device.address)") }
            if let node = device.numaNode, !nodes.contains(node) {
                violations.append("(7) \(device.address) is near NUMA node \(node), which does not exist")
            }
        }
        var ids = Set<String>()
        addresses = []
        for device in accelerators {
            if !ids.insert(device.id).inserted { violations.append("(8) two accelerators are called \(device.id)") }
            if let address = device.address, !addresses.insert(address).inserted {
                violations.append("(8) two accelerators are at \(address)")
            }
            if let node = device.numaNode, !nodes.contains(node) {
                violations.append("(8) \(device.id) is near NUMA node \(node), which does not exist")
            }
            let known = Set(accelerators.filter { $0.vendor == device.vendor }.map(\.index))
            for peer in (device.neuron?.connectedDevices ?? []) + (device.nvlinkPeers ?? []) where !known.contains(peer) {
                violations.append("(8) \(device.id) is connected to device \(peer), which does not exist")
            }
            let figures = [device.power.min, device.power.standard, device.power.max].compactMap(\.self)
            if figures != figures.sorted() { violations.append("(9) \(device.id) breaks min <= standard <= max: \(figures)") }
        }
        return violations
    }
}
