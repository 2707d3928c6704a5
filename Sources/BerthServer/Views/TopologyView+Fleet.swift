import BerthAPI
import BerthModel

extension TopologyView.Node {
    init(_ node: FleetNode, holdings: [NodeHolders.Holding]) {
        self.init(
            name: node.name.text, place: node.place.text, modelled: node.isModelled,
            numaNodes: node.numaNodes.map { numaNode in
                TopologyView.NUMANode(
                    index: numaNode.index, cpus: IndexList.text(numaNode.cores.joined()), cores: numaNode.cores.count,
                    memoryMebibytes: Int(numaNode.memory.count >> 20))
            },
            devices: node.groups.flatMap { group in
                group.devices.enumerated().map { index, device in
                    let holders = holdings.filter { $0.placement.kind == group.kind && $0.placement.devices.contains(index) }
                    var seen: Set<JobID> = []
                    let jobs = holders.filter { $0.isVisible && seen.insert($0.job).inserted }.map { "\($0.job)" }
                    return TopologyView.Device(
                        kind: group.kind.text, index: index, id: device.id, numaNode: device.numaNode, modelled: device.isModelled,
                        job: jobs.isEmpty ? nil : jobs.joined(separator: ","), busy: !holders.isEmpty)
                }
            })
    }
}
