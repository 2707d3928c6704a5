public import BerthModel

/// Draws a host for people: a summary line, the tree of sockets, NUMA nodes, caches, cores and devices, and the matrix of accelerators.
/// ASCII only; the same topology always gives the same text.
public enum TopologyText {
    /// - Parameters:
    ///   - modelled: the host's stand-ins, drawn on their NUMA nodes and called modelled.
    ///   - jobs: who holds a device, by the id that `FleetNode` gives it.
    public static func render(_ topology: HostTopology, modelled: [DeviceGroup] = [], jobs: [String: String] = [:]) -> String {
        var lines = [summary(topology, modelled: modelled)]
        lines += TopologyTree(topology, modelled: modelled, jobs: jobs).lines.map { "  " + $0 }
        let matrix = TopologyMatrix(topology, jobs: jobs).lines
        if !matrix.isEmpty { lines += [""] + matrix }
        let notes = topology.warnings + topology.accelerators.flatMap { device in device.warnings.map { "\(device.id): \($0)" } }
        if !notes.isEmpty { lines += [""] + notes.map { "warning: \($0)" } }
        return lines.joined(separator: "\n") + "\n"
    }

    /// `h-03  2 sockets, 2 NUMA nodes, 96 cores, 192 CPUs, 2.0 TiB, 8 x h100, one NVLink domain (18 links each), 8 network devices`.
    private static func summary(_ topology: HostTopology, modelled: [DeviceGroup]) -> String {
        // A device's memory that shows as a NUMA node is the device's, not the host's.
        let memory = topology.computeNodes.reduce(Bytes.zero) { $0 + $1.memory }
        var parts: [String] = []
        if !topology.packages.isEmpty { parts.append(count(topology.packages.count, "socket")) }
        parts += [
            count(topology.numaNodes.count, "NUMA node"), count(topology.cores.count, "core"), count(topology.cpus.count, "CPU"),
            "\(memory)",
        ]
        parts += kinds(topology) + modelled.map { "\($0.devices.count) x \($0.kind) (modelled)" }
        if let domain = nvlinkDomain(topology) { parts.append(domain) }
        let networks = topology.pciDevices.count(where: \.isNetwork)
        if networks > 0 { parts.append(count(networks, "network device")) }
        return "\(topology.hostname)  \(parts.joined(separator: ", "))"
    }

    /// `8 x h100` for each kind, in the order of first appearance.
    private static func kinds(_ topology: HostTopology) -> [String] {
        var order: [String] = []
        var counts: [String: Int] = [:]
        for device in topology.accelerators {
            let label = device.label
            if counts[label] == nil { order.append(label) }
            counts[label, default: 0] += 1
        }
        return order.map { "\(counts[$0] ?? 0) x \($0)" }
    }

    /// Said only when every GPU reaches every other.
    private static func nvlinkDomain(_ topology: HostTopology) -> String? {
        let devices = topology.accelerators.filter { $0.vendor == .nvidia }
        guard devices.count > 1, devices.allSatisfy({ $0.nvlinkPeers?.count == devices.count - 1 }) else { return nil }
        let links = Set(devices.map(\.nvlinks))
        guard links.count == 1, let each = links.first ?? nil else { return "one NVLink domain" }
        return "one NVLink domain (\(each) links each)"
    }

    static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}

extension HostTopology.Accelerator {
    /// The kind, or what the vendor calls it, or the vendor.
    var label: String { kind?.text ?? (name.isEmpty ? vendor.rawValue : name) }
}
