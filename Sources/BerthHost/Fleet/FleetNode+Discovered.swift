public import BerthModel

extension FleetNode {
    /// Turns a host into a node of the fleet, with stand-ins for devices that it does not have.
    ///
    /// Only what this process may use counts: allowed hardware threads of cores on NUMA nodes whose memory is allowed. Devices join by the
    /// kind their name suggests, in the order of their numbers; those that cannot be scheduled are left out, and `Omission.list` names
    /// them. Modelled device i of n stands on the node's NUMA node number `i * nodes / n`, in order.
    ///
    /// - Parameters:
    ///   - modelled: kinds and how many of each, as in `--model-devices h200:8,trn2:16`.
    ///   - hostIdle: the host without devices; when nil the catalogue's own estimate for its types, 100 W and 150 W a socket.
    ///   - wattsPerCore: added by a busy core; the catalogue's estimate unless the operator knows better.
    /// - Throws: `BerthError`: `noSuchKind`; `invalidFleet` when a kind's rule is not supported, a group is larger than a node word holds,
    ///   a kind is both here and modelled, or no core may be used; `invalidName` for a hostname that is no name.
    public init(
        discovered host: HostTopology, modelled: [(kind: KindName, count: Int)] = [], catalogue: Catalogue, place: PlaceName = Place.site,
        hostIdle: Watts? = nil, wattsPerCore: Watts = Watts(4)
    ) throws(BerthError) {
        let nodes = host.schedulableNodes
        guard !nodes.isEmpty else {
            throw BerthError(
                .invalidFleet, "host \(host.hostname) has no core that this process may use", hint: "look at the cgroup's cpuset")
        }
        var groups = try FleetNode.realGroups(of: host, catalogue: catalogue)
        for request in modelled {
            guard !groups.contains(where: { $0.kind == request.kind }) else {
                throw BerthError(.invalidFleet, "host \(host.hostname) already has the kind \(request.kind); model another kind")
            }
            groups.append(try FleetNode.modelledGroup(request, on: nodes, catalogue: catalogue))
        }
        self.init(
            name: try NodeName(host.hostname), groups: groups, numaNodes: nodes, place: place,
            hostIdle: hostIdle ?? Watts(100 + 150 * max(1, host.packages.count)), wattsPerCore: wattsPerCore, isModelled: false)
    }

    private static func realGroups(of host: HostTopology, catalogue: Catalogue) throws(BerthError) -> [DeviceGroup] {
        var groups: [DeviceGroup] = []
        for device in host.accelerators where Omission.reason(to: device, catalogue: catalogue) == nil {
            guard let kind = device.kind.flatMap({ catalogue.kinds[$0] }) else { continue }
            let member = Device(id: device.scheduledID, numaNode: device.numaNode, isModelled: false)
            if let place = groups.firstIndex(where: { $0.kind == kind.name }) {
                groups[place].devices.append(member)
            } else {
                groups.append(
                    DeviceGroup(kind: kind.name, devices: [member], legalSets: device.legalSets(kind: kind, catalogue: catalogue)))
            }
        }
        for group in groups where group.devices.count > Limits.devicesPerGroupMax {
            throw BerthError(
                .invalidFleet, "host \(host.hostname) has \(group.devices.count) x \(group.kind); a node holds \(Limits.devicesPerGroupMax)"
            )
        }
        try checkPositions(groups, host: host)
        return groups
    }

    /// Blocks and runs are counted in the vendor's device numbers, so bit i of the device word must be device i.
    private static func checkPositions(_ groups: [DeviceGroup], host: HostTopology) throws(BerthError) {
        for group in groups {
            switch group.legalSets {
            case .any, .clique, .allToAll: continue
            case .alignedBlock, .ring, .line, .nodeSet: break
            }
            let numbers = host.accelerators.filter { $0.kind == group.kind }.map(\.index)
            guard numbers != Array(0..<numbers.count) else { continue }
            throw BerthError(
                .invalidFleet,
                "host \(host.hostname) shows \(group.kind) devices \(CPUSet(numbers)); they are counted from device 0 without gaps",
                hint: "repair the missing device, or run without it: --model-devices")
        }
    }

    private static func modelledGroup(
        _ request: (kind: KindName, count: Int), on nodes: [NUMANode], catalogue: Catalogue
    ) throws(BerthError) -> DeviceGroup {
        let kind = try catalogue.kind(request.kind)
        guard (1...Limits.devicesPerGroupMax).contains(request.count) else {
            throw BerthError(
                .invalidFleet, "\(request.count) x \(kind.name) asked for; a node holds 1 to \(Limits.devicesPerGroupMax) of a kind")
        }
        let devices = (0..<request.count).map { index in
            Device(id: kind.modelledDeviceID(index), numaNode: nodes[index * nodes.count / request.count].index, isModelled: true)
        }
        return DeviceGroup(kind: kind.name, devices: devices, legalSets: kind.legalSets)
    }
}

extension HostTopology {
    /// The NUMA nodes with cores this process may use, and only those cores and threads. Cores without a known NUMA node count where
    /// there is only one node to count them in.
    var schedulableNodes: [BerthModel.NUMANode] {
        let compute = computeNodes
        return compute.filter(\.allowed).compactMap { node in
            let cores = self.cores.filter { $0.numaNode == node.number || $0.numaNode == nil && compute.count == 1 }
                .map { $0.cpus.intersection(allowedCPUs).indexes }.filter { !$0.isEmpty }
            return cores.isEmpty ? nil : BerthModel.NUMANode(index: node.number, cores: cores, memory: node.memory)
        }
    }
}

extension HostTopology.Accelerator {
    /// What a job is given: a GPU's UUID, a Neuron device's number.
    var scheduledID: String { vendor == .nvidia ? id : "\(index)" }

    /// A machine type may have a rule of its own (trn2u), which Neuron devices tell.
    func legalSets(kind: AcceleratorKind, catalogue: Catalogue) -> LegalSetRule {
        let instance = neuron?.instanceType.flatMap { try? InstanceName($0) }.flatMap { catalogue.instances[$0] }
        return instance?.legalSets ?? kind.legalSets
    }
}
