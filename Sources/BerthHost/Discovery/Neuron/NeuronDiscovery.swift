import BerthModel

/// Turns what the Neuron tools or driver say into accelerators.
enum NeuronDiscovery {
    /// Every device the source lists, by number. No driver and no tool mean none; a listing that cannot be read is a warning of the host.
    static func accelerators(from source: NeuronSource, sysfs: String, host: inout HostTopology) -> [HostTopology.Accelerator] {
        switch source {
        case .none: return []
        case .listing(let text):
            do {
                return place(try NeuronListing(parsing: text).entries, host: host)
            } catch {
                host.warnings.append("Neuron devices cannot be read: \(error)")
                return []
            }
        case .sysfs(let directory):
            return place(NeuronSysfs.entries(in: directory), host: host) { NeuronSysfs.deviceName($0, in: directory) }
        case .automatic:
            let directory = NeuronSource.sysfsDirectory
            // Without the driver's directory there is no device, and no reason to run a program.
            guard !HostFile.names(in: directory).isEmpty else { return [] }
            if let listing = NeuronTool.listing(), let parsed = try? NeuronListing(parsing: listing) {
                return place(parsed.entries, host: host)
            }
            return accelerators(from: .sysfs(directory), sysfs: sysfs, host: &host)
        }
    }

    private static func place(
        _ entries: [NeuronListing.Entry], host: HostTopology, deviceName: (Int) -> String? = { _ in nil }
    ) -> [HostTopology.Accelerator] {
        entries.sorted { $0.index < $1.index }.map { entry in
            let pci = host.pciDevice(at: entry.address)
            let name = deviceName(entry.index) ?? ""
            var warnings = entry.warnings
            var node = entry.numaNode
            if let claimed = node, !host.numaNodes.contains(where: { $0.number == claimed }) {
                warnings.append("the listing places the device on NUMA node \(claimed), which this host does not have")
                node = nil
            }
            node = node ?? pci?.numaNode
            return HostTopology.Accelerator(
                vendor: .neuron, index: entry.index, id: "neuron\(entry.index)", name: name,
                kind: entry.detail.instanceType.flatMap { KindGuess.neuronKind(named: $0) } ?? KindGuess.neuronKind(named: name)
                    ?? pci.flatMap { PCIIdentity.neuronKind(device: $0.device) },
                address: entry.address, memory: entry.memory, numaNode: node,
                cpus: entry.cpus ?? pci?.cpus ?? node.flatMap { number in host.numaNodes.first { $0.number == number }?.cpus },
                neuron: entry.detail, warnings: warnings)
        }
    }
}
