extension FleetNode {
    /// A modelled node of a catalogue type: cores and memory spread evenly over its NUMA nodes.
    public init(name: NodeName, instance: InstanceType, kind: AcceleratorKind, place: PlaceName) {
        precondition(kind.name == instance.kind)
        let devices = (0..<instance.deviceCount).map { index in
            Device(id: kind.modelledDeviceID(index), numaNode: instance.deviceNUMANodes?[index], isModelled: true)
        }
        let cores = instance.virtualCPUs / instance.threadsPerCore
        let numaNodes = (0..<instance.numaNodes).map { node in
            let range = (node * cores / instance.numaNodes)..<((node + 1) * cores / instance.numaNodes)
            return NUMANode(
                index: node, cores: range.map { core in (0..<instance.threadsPerCore).map { core + $0 * cores } },
                memory: Bytes(instance.memory.count / Int64(instance.numaNodes)))
        }
        self.init(
            name: name, groups: [DeviceGroup(kind: kind.name, devices: devices, legalSets: instance.legalSets ?? kind.legalSets)],
            numaNodes: numaNodes, place: place, hostIdle: instance.hostIdle, wattsPerCore: instance.wattsPerCore, isModelled: true)
    }
}

extension AcceleratorKind {
    /// The id of a device that is not there: `GPU-modelled-3` or `neuron-modelled-3`.
    public func modelledDeviceID(_ index: Int) -> String {
        switch vendor {
        case .nvidia: "GPU-modelled-\(index)"
        case .neuron: "neuron-modelled-\(index)"
        }
    }
}
