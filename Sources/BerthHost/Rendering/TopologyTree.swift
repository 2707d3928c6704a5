import BerthModel

/// The tree of a host: sockets hold NUMA nodes, these hold caches, cores and devices. What has no known place stands at the end.
struct TopologyTree {
    /// More cores than this on one NUMA node are drawn as one line.
    static let coresDrawnSinglyMax = 8

    private let topology: HostTopology
    private let modelled: [DeviceGroup]
    private let jobs: [String: String]

    init(_ topology: HostTopology, modelled: [DeviceGroup] = [], jobs: [String: String] = [:]) {
        self.topology = topology
        self.modelled = modelled
        self.jobs = jobs
    }

    var lines: [String] {
        var drawn = Set<Int>()
        var lines: [String] = []
        for package in topology.packages {
            lines.append("socket \(package.number)" + (package.model.map { "  \($0)" } ?? ""))
            for node in topology.numaNodes where !node.cpus.isEmpty && node.cpus.isSubset(of: package.cpus) {
                drawn.insert(node.number)
                lines += draw(node).map { "  " + $0 }
            }
        }
        // Memory without CPUs, nodes that span sockets, and hosts that tell no sockets.
        for node in topology.numaNodes where !drawn.contains(node.number) { lines += draw(node) }
        lines += unplaced()
        return lines
    }

    private func draw(_ node: HostTopology.NUMANode) -> [String] {
        var head = "NUMA \(node.number)  \(node.memory)"
        if let subtype = node.subtype { head += "  \(subtype)" }
        head += node.cpus.isEmpty ? "  no CPUs" : "  CPUs \(node.cpus)"
        let usable = node.cpus.intersection(topology.allowedCPUs)
        if usable != node.cpus { head += usable.isEmpty ? " (none allowed)" : " (allowed \(usable))" }
        if !node.allowed { head += " (memory not allowed)" }
        let below = drawCaches(of: node) + drawCores(of: node) + drawDevices(at: node.number)
        return [head] + below.map { "  " + $0 }
    }

    /// Shared caches, one line for all of a size: `L3 32.0 MiB x 6, each 8 cores`.
    private func drawCaches(of node: HostTopology.NUMANode) -> [String] {
        [3, 2, 1].flatMap { level in
            let here = topology.caches.filter { $0.level == level && !$0.cpus.isDisjoint(with: node.cpus) }
            return runs(here) { $0.size == $1.size && coreCount($0.cpus) == coreCount($1.cpus) }.map { run in
                "\(run[0].name) \(run[0].size)\(run.count > 1 ? " x \(run.count)" : "")\(sharing(run[0], among: run.count))"
            }
        }
    }

    private func sharing(_ cache: HostTopology.Cache, among count: Int) -> String {
        let cores = coreCount(cache.cpus)
        return cores > 1 ? ", \(count > 1 ? "each " : "")\(cores) cores" : ""
    }

    private func coreCount(_ cpus: CPUSet) -> Int { topology.cores.count { $0.cpus.isSubset(of: cpus) } }

    private func drawCores(of node: HostTopology.NUMANode) -> [String] {
        let cores = topology.cores(ofNUMANode: node.number)
        if cores.count <= Self.coresDrawnSinglyMax { return cores.map { "core \($0.index)  \(cpuWord($0.cpus)) \($0.cpus)" } }
        return runs(cores) { $0.cpus.count == $1.cpus.count && $0.index + 1 == $1.index }.map { run in
            let threads = run[0].cpus.count > 1 ? ", \(run[0].cpus.count) CPUs each" : ""
            return "cores \(run[0].index)-\(run[run.count - 1].index)\(threads)"
        }
    }

    private func cpuWord(_ cpus: CPUSet) -> String { cpus.count == 1 ? "CPU" : "CPUs" }

    private func drawDevices(at node: Int?) -> [String] {
        let claimed = Set(topology.accelerators.compactMap(\.address))
        let accelerators = topology.accelerators(ofNUMANode: node).map(describe)
        let others = topology.pciDevices.filter { $0.numaNode == node && !claimed.contains($0.address) }.map(describe)
        let standIns = modelled.flatMap { group in
            group.devices.filter { $0.isModelled && $0.numaNode == node }.map { "\(group.kind)  \($0.id)  modelled\(holder(of: $0.id))" }
        }
        return accelerators + standIns + others
    }

    private func unplaced() -> [String] {
        drawDevices(at: nil).map { "\($0)  numa ?" }
    }

    private func describe(_ device: HostTopology.Accelerator) -> String {
        var words = ["\(device.vendor == .nvidia ? "gpu" : "neuron") \(device.index)", device.label]
        if let address = device.address, address.description != device.id { words.append("\(address)") }
        if let memory = device.memory { words.append("\(memory)") }
        if let cores = device.neuron?.cores {
            words.append(TopologyText.count(cores, "core") + (device.neuron?.logicalCoreConfiguration.map { " (LNC \($0))" } ?? ""))
        }
        if let power = power(device.power) { words.append(power) }
        if let mig = device.mig, mig.current || mig.pending { words.append(mig.current ? "MIG" : "MIG after reset") }
        if device.vendor == .nvidia { words.append(device.id) }
        return words.joined(separator: "  ") + holder(of: device.scheduledID)
    }

    private func holder(of device: String) -> String { jobs[device].map { "  job \($0)" } ?? "" }

    /// `95 W of 700 W (cap 200-700 W)`: what it draws, what it may draw, what could be set.
    private func power(_ power: PowerReading) -> String? {
        guard let limit = power.enforcedLimit ?? power.limit ?? power.max else { return power.current.map { "\($0)" } }
        var text = power.current.map { "\($0.roundedUp) W of " } ?? ""
        text += "\(limit.roundedUp) W"
        if let min = power.min, let max = power.max { text += " (cap \(min.roundedUp)-\(max.roundedUp) W)" }
        return text
    }

    private func describe(_ device: HostTopology.PCIDevice) -> String {
        // Network devices carry the number that the matrix names them by.
        let network = topology.pciDevices.filter(\.isNetwork).firstIndex { $0.address == device.address }
        let noun = network.map { "network \($0)" } ?? (device.isStorage ? "storage" : "device")
        let identity = "\(Hexadecimal.text(device.vendor, digits: 4)):\(Hexadecimal.text(device.device, digits: 4))"
        let names = device.systemNames.isEmpty ? "" : "  \(device.systemNames.joined(separator: " "))"
        return "\(noun)  \(device.address)  [\(identity)]\(names)"
    }

    /// Neighbours that are alike, gathered.
    private func runs<Element>(_ elements: [Element], alike: (Element, Element) -> Bool) -> [[Element]] {
        elements.reduce(into: [[Element]]()) { runs, element in
            if let last = runs.last?.last, alike(last, element) {
                runs[runs.count - 1].append(element)
            } else {
                runs.append([element])
            }
        }
    }
}
