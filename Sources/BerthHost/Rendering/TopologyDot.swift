import BerthModel

/// Draws a host as a graph for Graphviz: `dot -Tsvg`.
public enum TopologyDot {
    public static func render(_ topology: HostTopology) -> String {
        var lines = ["graph \(quoted(topology.hostname)) {", "  node [shape=box];", "  host [label=\(quoted(topology.hostname))];"]
        for package in topology.packages {
            lines += ["  socket\(package.number) [label=\"socket \(package.number)\"];", "  host -- socket\(package.number);"]
        }
        for node in topology.numaNodes {
            let above = topology.packages.first { !node.cpus.isEmpty && node.cpus.isSubset(of: $0.cpus) }
            let cpus = node.cpus.isEmpty ? "no CPUs" : "CPUs \(node.cpus)"
            lines.append("  numa\(node.number) [label=\(quoted("NUMA \(node.number)\n\(node.memory)\n\(cpus)"))];")
            lines.append("  \(above.map { "socket\($0.number)" } ?? "host") -- numa\(node.number);")
        }
        for device in topology.accelerators {
            let name = "\(device.vendor.rawValue)\(device.index)"
            lines.append("  \(name) [shape=ellipse, label=\(quoted("\(device.label) \(device.index)\n\(device.id)"))];")
            // A dotted line to the host says that the place is not known.
            lines.append(device.numaNode.map { "  numa\($0) -- \(name);" } ?? "  host -- \(name) [style=dotted, label=\"numa ?\"];")
        }
        for left in topology.accelerators {
            for right in topology.accelerators where right.vendor == left.vendor && right.index > left.index {
                let relation = topology.relation(left, right)
                guard relation == .nvlink || relation == .neuronLink else { continue }
                let pair = [left, right].map { "\($0.vendor.rawValue)\($0.index)" }.joined(separator: " -- ")
                lines.append("  \(pair) [style=bold, constraint=false];")
            }
        }
        return (lines + ["}"]).joined(separator: "\n") + "\n"
    }

    /// A label in quotes; line ends become Graphviz's own.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for character in text {
            switch character {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            default: quoted.append(character)
            }
        }
        return quoted + "\""
    }
}
