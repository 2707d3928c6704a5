import BerthModel

/// A machine described by hand in a fleet file.
struct HostPlan {
    /// An idle host and, for each socket, its idle power: nobody publishes them, so they are the catalogue's own operator estimates.
    private static let idleBase = Watts(100)
    private static let idlePerNUMANode = Watts(150)
    private static let busyCore = Watts(4)

    let kind: AcceleratorKind?
    private let devices: Int
    private let cores: Int
    private let threadsPerCore: Int
    private let memory: Bytes
    private let numaNodes: Int
    private let deviceNUMA: [Int]?
    private let hostIdle: Watts
    private let wattsPerCore: Watts

    init(_ fields: FieldReader, _ catalogue: Catalogue) throws(DocumentFault) {
        let place = "an entry of nodes"
        let hint = "or name a machine type with \"instance\""
        cores = try fields.required("cpus", in: place, hint: hint).integer("cpus", in: 1...Limits.coresPerJobMax)
        memory = try fields.required("memory", in: place, hint: hint).bytes("memory")
        threadsPerCore = try fields.value("threads_per_core")?.integer("threads_per_core", in: 1...8) ?? 1
        numaNodes = try fields.value("numa_nodes")?.integer("numa_nodes", in: 1...64) ?? 1
        guard numaNodes <= cores else {
            throw DocumentFault(
                .invalidFleet, "\(cores) cores cannot be spread over \(numaNodes) NUMA nodes", at: fields.keyPosition("numa_nodes"))
        }
        guard memory.mebibytesRoundedDown >= numaNodes else {
            throw DocumentFault(.invalidFleet, "\(memory) is no memory of a host", at: fields.keyPosition("memory"))
        }
        if let node = fields.value("kind") {
            let kind = try node.parsed("kind") { text throws(BerthError) in try catalogue.kind(KindName(text)) }
            self.kind = kind
            devices = try fields.required("devices", in: place, hint: "say how many \(kind.name) it has").integer(
                "devices", in: 1...Limits.devicesPerGroupMax)
        } else {
            guard fields.value("devices") == nil else {
                throw DocumentFault(.invalidFleet, "\"devices\" need a \"kind\"", at: fields.keyPosition("devices"))
            }
            kind = nil
            devices = 0
        }
        deviceNUMA = try HostPlan.deviceNUMA(fields, devices: devices, numaNodes: numaNodes)
        hostIdle = try fields.value("host_idle")?.positiveWatts("host_idle") ?? HostPlan.idleBase + HostPlan.idlePerNUMANode * numaNodes
        wattsPerCore = try fields.value("watts_per_core")?.positiveWatts("watts_per_core") ?? HostPlan.busyCore
    }

    private static func deviceNUMA(_ fields: FieldReader, devices: Int, numaNodes: Int) throws(DocumentFault) -> [Int]? {
        guard let node = fields.value("device_numa") else { return nil }
        var indexes: [Int] = []
        for item in try node.list("device_numa") { indexes.append(try item.integer("device_numa", in: 0...(numaNodes - 1))) }
        guard indexes.count == devices else {
            throw DocumentFault(.invalidFleet, "\"device_numa\" places \(indexes.count) devices of \(devices)", at: node.position)
        }
        return indexes
    }

    /// Cores and memory are spread evenly; a core's second threads are numbered after all first ones, as Linux does on x86.
    func node(name: NodeName, place: PlaceName) -> FleetNode {
        let groups = kind.map { kind in
            let list = (0..<devices).map { Device(id: kind.modelledDeviceID($0), numaNode: deviceNUMA?[$0], isModelled: true) }
            return [DeviceGroup(kind: kind.name, devices: list, legalSets: kind.legalSets)]
        }
        let numa = (0..<numaNodes).map { index in
            let range = (index * cores / numaNodes)..<((index + 1) * cores / numaNodes)
            return NUMANode(
                index: index, cores: range.map { core in (0..<threadsPerCore).map { core + $0 * cores } },
                memory: Bytes(memory.count / Int64(numaNodes)))
        }
        return FleetNode(
            name: name, groups: groups ?? [], numaNodes: numa, place: place, hostIdle: hostIdle, wattsPerCore: wattsPerCore,
            isModelled: true)
    }
}
