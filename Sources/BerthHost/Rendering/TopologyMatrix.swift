import BerthModel

/// How near every accelerator is to every other and to the nearest network device, as a table:
///
///          0    1  | NIC  NUMA  CPUs
///       0  .    NV | 0    0     0-47,96-143
struct TopologyMatrix {
    private let topology: HostTopology
    private let jobs: [String: String]

    init(_ topology: HostTopology, jobs: [String: String] = [:]) {
        self.topology = topology
        self.jobs = jobs
    }

    /// Empty when there is no accelerator.
    var lines: [String] {
        let devices = topology.accelerators
        guard !devices.isEmpty else { return [] }
        let prefixes = Set(devices.map(\.vendor)).count > 1
        let names = devices.map { prefixes ? "\($0.vendor.rawValue.prefix(1))\($0.index)" : "\($0.index)" }
        var rows = [[""] + names + ["|", "NIC", "NUMA", "CPUs"] + (jobs.isEmpty ? [] : ["JOB"])]
        var seen = Set<Relation>()
        for (place, device) in devices.enumerated() {
            let relations = devices.map { topology.relation(device, $0) }
            seen.formUnion(relations)
            rows.append(
                [names[place]] + relations.map(\.rawValue)
                    + ["|", nearestNetwork(to: device), device.numaNode.map { "\($0)" } ?? "?", device.cpus?.description ?? "?"]
                    + (jobs.isEmpty ? [] : [jobs[device.scheduledID] ?? "-"]))
        }
        seen.remove(.same)
        let legend = Relation.allCases.filter { seen.contains($0) }.map { "\($0.rawValue) \($0.meaning)" }
        return align(rows) + (legend.isEmpty ? [] : [legend.joined(separator: ", ")])
    }

    /// The numbers, in the order of the tree, of the network devices that are nearest, when they are nearer than the NUMA node.
    private func nearestNetwork(to device: HostTopology.Accelerator) -> String {
        let networks = topology.pciDevices.filter(\.isNetwork).enumerated().map { ($0, topology.relation(device, $1)) }
        for wanted in [Relation.switched, .severalSwitches, .hostBridge] {
            let near = networks.filter { $0.1 == wanted }.map(\.0)
            if !near.isEmpty { return CPUSet(near).description }
        }
        return "-"
    }

    private func align(_ rows: [[String]]) -> [String] {
        let widths = (0..<(rows.first?.count ?? 0)).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in cell + String(repeating: " ", count: widths[column] - cell.count) }
            let line = cells.joined(separator: "  ")
            return String(line[..<(line.lastIndex { $0 != " " }.map { line.index(after: $0) } ?? line.startIndex)])
        }
    }
}
