/// How near two devices of a host are, in the words of `nvidia-smi topo -m`, nearest first.
public enum Relation: String, Sendable, Codable, CaseIterable {
    /// The device itself.
    case same = "."
    /// NVLink.
    case nvlink = "NV"
    /// A direct link between Neuron devices (NeuronLink).
    case neuronLink = "NL"
    /// One PCIe switch.
    case switched = "PIX"
    /// Several PCIe switches, without passing the host bridge.
    case severalSwitches = "PXB"
    /// One PCIe host bridge.
    case hostBridge = "PHB"
    /// One NUMA node.
    case numaNode = "NODE"
    /// Different NUMA nodes.
    case system = "SYS"
    /// The host does not say enough.
    case unknown = "?"

    /// What it means, for the legend.
    public var meaning: String {
        switch self {
        case .same: "itself"
        case .nvlink: "NVLink"
        case .neuronLink: "NeuronLink"
        case .switched: "one PCIe switch"
        case .severalSwitches: "several PCIe switches"
        case .hostBridge: "one PCIe host bridge"
        case .numaNode: "one NUMA node"
        case .system: "across NUMA nodes"
        case .unknown: "not known"
        }
    }
}

extension HostTopology {
    /// How near two accelerators are. A link of their own comes before PCIe.
    public func relation(_ left: Accelerator, _ right: Accelerator) -> Relation {
        if left.id == right.id { return .same }
        if left.vendor == right.vendor {
            if left.nvlinkPeers?.contains(right.index) ?? false { return .nvlink }
            if left.neuron?.connectedDevices.contains(right.index) ?? false { return .neuronLink }
        }
        return relation(bridges(of: left), left.numaNode, bridges(of: right), right.numaNode)
    }

    /// How near an accelerator and a PCI device are.
    public func relation(_ left: Accelerator, _ right: PCIDevice) -> Relation {
        if left.address == right.address { return .same }
        return relation(bridges(of: left), left.numaNode, right.bridges, right.numaNode)
    }

    private func bridges(of device: Accelerator) -> [String] { pciDevice(at: device.address)?.bridges ?? [] }

    private func relation(_ left: [String], _ leftNode: Int?, _ right: [String], _ rightNode: Int?) -> Relation {
        let shared = zip(left, right).prefix { $0 == $1 }.count
        // The first bridge of a path is the host bridge. Below it, a shared last bridge is one switch.
        if shared > 1 { return shared == left.count && shared == right.count ? .switched : .severalSwitches }
        if shared == 1 { return .hostBridge }
        guard let leftNode, let rightNode else { return .unknown }
        return leftNode == rightNode ? .numaNode : .system
    }
}
