import BerthModel

extension HostDiscovery {
    /// What hwloc alone does not get right on the running system.
    func completeFromSystem(_ topology: inout HostTopology) {
        // A hand-set affinity (taskset, a batch system) is not in hwloc's allowed set, which knows cgroups only.
        let mine = Binding.currentCPUs
        if !mine.isEmpty { topology.allowedCPUs = topology.allowedCPUs.intersection(mine) }
        topology.hostname = HostFile.hostname
        completeMemory(&topology)
        for place in topology.pciDevices.indices { completeLocality(&topology.pciDevices[place], nodes: topology.numaNodes) }
    }

    /// On a virtual machine whose memory is added while it runs, node 0's `meminfo` (what hwloc reads) can stay far below `MemTotal`.
    /// With one node all memory is that node's, so the larger figure is right. With several nobody can say whose the difference is, so
    /// nothing is changed.
    private func completeMemory(_ topology: inout HostTopology) {
        guard topology.numaNodes.count == 1, let total = MemoryInfo.total(HostFile.text("/proc/meminfo") ?? "") else { return }
        topology.numaNodes[0].memory = max(topology.numaNodes[0].memory, total)
    }

    /// sysfs names the node outright, where hwloc only has the CPUs: a node that is not the only one with those CPUs, or the only node of
    /// the host, is known this way.
    private func completeLocality(_ device: inout HostTopology.PCIDevice, nodes: [HostTopology.NUMANode]) {
        let number = PCILocality.numaNode(of: device.address, sysfs: sysfs)
        guard let node = nodes.first(where: { $0.number == number }) else { return }
        device.numaNode = node.number
        device.cpus = device.cpus ?? (node.cpus.isEmpty ? nil : node.cpus)
    }
}
