import BerthModel

/// Reads one board, keeping what failed as sentences.
struct NVMLReader {
    let library: NVMLLibrary
    let device: NVMLLibrary.Device
    private(set) var warnings: [String] = []

    init(library: NVMLLibrary, device: NVMLLibrary.Device) {
        self.library = library
        self.device = device
    }

    /// The value, or nil with a warning when the failure is not a normal one.
    private mutating func read<Value>(_ body: () throws(NVMLFailure) -> Value) -> Value? {
        do {
            return try body()
        } catch {
            if !error.isNormal { warnings.append("\(error)") }
            return nil
        }
    }

    /// Nil when the board has no UUID to tell: then nothing could be started on it.
    mutating func accelerator(peers: [NVMLLibrary.Device], host: HostTopology) -> HostTopology.Accelerator? {
        let (library, device) = (library, device)
        let uuid: String
        do {
            uuid = try library.uuid(of: device)
        } catch {
            warnings.append("\(error)")
            return nil
        }
        let name = read { () throws(NVMLFailure) in try library.name(of: device) } ?? ""
        let memory = read { () throws(NVMLFailure) in try library.memory(of: device) }.map { Bytes(Int64(clamping: $0)) }
        let address = read { () throws(NVMLFailure) in try library.address(of: device) }
        let power = powerReading()
        let mig = read { () throws(NVMLFailure) in try library.migMode(of: device) }
        let fabric = read { () throws(NVMLFailure) in try library.fabric(of: device) } ?? nil
        let links = read { () throws(NVMLFailure) in try library.activeNVLinks(of: device) }
        let neighbours = nvlinkPeers(among: peers)
        let (node, cpus) = locality(at: address, host: host)
        return HostTopology.Accelerator(
            vendor: .nvidia, index: device.index, id: uuid, name: name, kind: KindGuess.kind(named: name, memory: memory), address: address,
            memory: memory, power: power, numaNode: node, cpus: cpus, mig: mig, fabric: fabric, nvlinkPeers: neighbours, nvlinks: links,
            warnings: warnings)
    }

    private mutating func powerReading() -> PowerReading {
        let (library, device) = (library, device)
        let range = read { () throws(NVMLFailure) in try library.powerLimitRange(of: device) }
        func watts(_ milliwatts: UInt32?) -> Watts? { milliwatts.map { Watts(milliwatts: Int64($0)) } }
        return PowerReading(
            min: watts(range?.min), standard: watts(read { () throws(NVMLFailure) in try library.defaultPowerLimit(of: device) }),
            max: watts(range?.max), limit: watts(read { () throws(NVMLFailure) in try library.powerLimit(of: device) }),
            enforcedLimit: watts(read { () throws(NVMLFailure) in try library.enforcedPowerLimit(of: device) }),
            current: watts(read { () throws(NVMLFailure) in try library.powerUsage(of: device) }),
            energyMillijoules: read { () throws(NVMLFailure) in try library.energy(of: device) })
    }

    /// Nil when NVML does not answer for some pair: half an answer would look like a missing link.
    private mutating func nvlinkPeers(among peers: [NVMLLibrary.Device]) -> [Int]? {
        let (library, device) = (library, device)
        var linked: [Int] = []
        for peer in peers where peer.index != device.index {
            guard let isLinked = read({ () throws(NVMLFailure) in try library.hasNVLink(device, peer) }) else { return nil }
            if isLinked { linked.append(peer.index) }
        }
        return linked
    }

    /// The NUMA node and CPUs near the board. NVML is asked first, then the PCI device as hwloc and sysfs place it.
    ///
    /// `nvmlDeviceGetMemoryAffinity` names the host's node; `nvmlDeviceGetNumaNodeId` would name the GPU's own memory on coherent systems.
    private mutating func locality(at address: PCIAddress?, host: HostTopology) -> (node: Int?, cpus: CPUSet?) {
        let (library, device) = (library, device)
        let pci = host.pciDevice(at: address)
        let nodes = read { () throws(NVMLFailure) in try library.memoryAffinity(of: device) } ?? []
        var cpus = read { () throws(NVMLFailure) in try library.cpuAffinity(of: device) } ?? []
        // No bit or several: NVML does not know. Exactly one: that node.
        var node = nodes.count == 1 ? nodes.first : nil
        if let claimed = node, !host.numaNodes.contains(where: { $0.number == claimed }) {
            warnings.append("NVML places the board on NUMA node \(claimed), which this host does not have")
            node = nil
        }
        node = node ?? pci?.numaNode
        // The whole machine's CPUs are NVML's way of not knowing, unless the machine is one node.
        if node == nil && cpus.isSuperset(of: host.cpus) { cpus = [] }
        let known = cpus.isEmpty ? pci?.cpus ?? host.numaNodes.first { $0.number == node }?.cpus : cpus
        return (node, known.flatMap { $0.isEmpty ? nil : $0 })
    }
}
