import BerthAPI
import BerthModel

/// A node of the fleet as the daemon knows it: its NUMA nodes, and what hangs from each.
enum NodeTopologyText {
    static func text(_ node: TopologyView.Node) -> String {
        let cores = node.numaNodes.reduce(0) { $0 + $1.cores }
        let memory = node.numaNodes.reduce(0) { $0 + max(0, $1.memoryMebibytes) }
        var text = "\(node.name)\(node.modelled ? " (modelled)" : "")  \(node.numaNodes.count) NUMA \(node.numaNodes.count == 1 ? "node" : "nodes"), "
        text += "\(cores) cores, \(Bytes.mebibytes(memory))\(devices(node.devices)), at \(node.place)\n"
        for numaNode in node.numaNodes {
            text += "  NUMA \(numaNode.index)  \(numaNode.cores) cores, \(Bytes.mebibytes(max(0, numaNode.memoryMebibytes))), cpus \(numaNode.cpus)\n"
            text += lines(node.devices.filter { $0.numaNode == numaNode.index })
        }
        let unknown = node.devices.filter { device in !node.numaNodes.contains { $0.index == device.numaNode } }
        if !unknown.isEmpty { text += "  NUMA unknown\n" + lines(unknown) }
        return text
    }

    private static func devices(_ devices: [TopologyView.Device]) -> String {
        let counts = Dictionary(grouping: devices, by: \.kind).sorted { $0.key < $1.key }
        return counts.map { kind, devices in ", \(devices.count) x \(kind)\(devices.contains { $0.modelled } ? " modelled" : "")" }.joined()
    }

    private static func lines(_ devices: [TopologyView.Device]) -> String {
        var table = Table(header: ["", "", "", "", ""])
        table.rows = devices.map { device in
            let holder = device.job.map { "job \($0)" } ?? (device.busy ? "busy" : "free")
            return ["    ", "\(device.kind) \(device.index)", device.id, device.modelled ? "modelled" : "", holder]
        }
        return table.text(withHeader: false)
    }
}
