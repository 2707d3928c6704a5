public import BerthModel

/// Reads what a host is made of: CPUs, memory and PCI through hwloc, NVIDIA devices through NVML, Neuron devices through `neuron-ls` or
/// sysfs. Everything is read, nothing is set.
public struct HostDiscovery: Sendable {
    /// Where CPUs, memory and PCI come from.
    public enum Source: Equatable, Sendable {
        case thisHost
        /// The text of a file saved by `lstopo FILE.xml` or `berth topo -o xml`.
        case xml(String)
        /// hwloc's short form, ending in a `pu:` level, as in `pack:2 [numa] core:48 pu:2`.
        case synthetic(String)
    }

    public var source: Source
    /// The NVML library to open, a name or a path; nil to leave NVIDIA's driver alone.
    public var nvmlLibrary: String?
    public var neuron: NeuronSource
    /// Where sysfs is mounted: the NUMA node of a PCI device is read below it.
    public var sysfs: String

    /// A saved description is complete in itself, so nothing else is asked for unless the caller names it.
    public init(_ source: Source, nvmlLibrary: String? = nil, neuron: NeuronSource = .none, sysfs: String = "/sys") {
        self.source = source
        self.nvmlLibrary = nvmlLibrary
        self.neuron = neuron
        self.sysfs = sysfs
    }

    /// This host, with every accelerator that its drivers show.
    public static let thisHost = HostDiscovery(.thisHost, nvmlLibrary: "libnvidia-ml.so.1", neuron: .automatic)

    /// A saved description: the path of a file that holds hwloc XML or a synthetic description, or a synthetic description itself when
    /// there is no such file.
    /// - Throws: `BerthError` when the file exists and cannot be read, or the text is neither.
    public static func saved(_ input: String) throws(BerthError) -> HostDiscovery {
        do {
            let text = try HostFile.contents(input, limit: descriptionBytesMax)
            return HostDiscovery(text.contains("<") || !text.contains(":") ? .xml(text) : .synthetic(text.trimmed))
        } catch where error.code == .notFound {
            guard input.contains(":"), !input.contains("/") else {
                throw BerthError(
                    .notFound, "\(input) does not exist, and is no synthetic description either",
                    hint: "name an hwloc XML file, or write as in: pack:2 [numa] core:48 pu:2")
            }
            return HostDiscovery(.synthetic(input))
        }
    }

    /// A real 2048-CPU host saves as 3 MB.
    static let descriptionBytesMax = 64 << 20

    /// Reads the host.
    ///
    /// Takes some milliseconds on a small host, a second where many PCI devices and GPUs must be asked.
    /// - Throws: `BerthError` `invalidSyntax` for a description that is broken. What single devices refuse to tell is no error: it stays
    ///   unknown and is named in `warnings`.
    public func discover() throws(BerthError) -> HostTopology {
        var topology = try processors()
        if case .thisHost = source { completeFromSystem(&topology) }
        var devices: [HostTopology.Accelerator] = []
        if let nvmlLibrary {
            devices += NVMLDiscovery.accelerators(library: nvmlLibrary, host: &topology)
        }
        devices += NeuronDiscovery.accelerators(from: neuron, sysfs: sysfs, host: &topology)
        topology.accelerators = devices + unclaimedAccelerators(of: topology, besides: devices)
        return topology
    }

    /// The XML of this discovery's source, for saving.
    /// - Throws: as ``discover()``.
    public func xml() throws(BerthError) -> String { try HwlocTopology(source).xml() }

    private func processors() throws(BerthError) -> HostTopology {
        let hwloc = try HwlocTopology(source)
        var topology = HostTopology(
            hostname: hwloc.hostname ?? (source == .thisHost ? HostFile.hostname : "synthetic"), packages: hwloc.packages(),
            caches: hwloc.caches(), allowedCPUs: hwloc.allowedCPUs, pciDevices: hwloc.pciDevices())
        let local = hwloc.numaNodes().sorted { $0.number < $1.number }
        let homes = NUMAHomes(local)
        topology.cores = hwloc.cores().enumerated().map { index, cpus in
            let package = topology.packages.first { cpus.isSubset(of: $0.cpus) }?.number
            return HostTopology.Core(index: index, package: package, numaNode: homes.home(of: cpus), cpus: cpus)
        }
        topology.numaNodes = local.map { node in
            var node = node
            node.cpus = topology.cores(ofNUMANode: node.number).reduce(into: CPUSet()) { $0.formUnion($1.cpus) }
            return node
        }
        for place in topology.pciDevices.indices {
            topology.pciDevices[place].numaNode = topology.pciDevices[place].cpus.flatMap { homes.home(of: $0) }
        }
        if source == .thisHost && !hwloc.isThisSystem {
            topology.warnings.append("hwloc was told by its environment variables to describe another host than this one")
        }
        return topology
    }

    /// Devices that only PCI knows: those of a saved description, and those whose driver is not loaded.
    private func unclaimedAccelerators(of topology: HostTopology, besides known: [HostTopology.Accelerator]) -> [HostTopology.Accelerator] {
        let claimed = Set(known.compactMap(\.address))
        // A Neuron device read from sysfs has no address, so its PCI function cannot be told from an unclaimed one.
        let neuronUnplaced = known.contains { $0.vendor == .neuron && $0.address == nil }
        var next: [AcceleratorKind.Vendor: Int] = [:]
        for device in known { next[device.vendor] = max(next[device.vendor] ?? 0, device.index + 1) }
        return topology.pciDevices.compactMap { device in
            guard !claimed.contains(device.address), let vendor = device.acceleratorVendor else { return nil }
            if vendor == .neuron && neuronUnplaced { return nil }
            let index = next[vendor] ?? 0
            next[vendor] = index + 1
            let kind = vendor == .neuron ? PCIIdentity.neuronKind(device: device.device) : KindGuess.kind(named: device.name ?? "")
            return HostTopology.Accelerator(
                vendor: vendor, index: index, id: device.address.description, name: device.name ?? "", kind: kind, address: device.address,
                numaNode: device.numaNode, cpus: device.cpus)
        }
    }
}
