import BerthModel
import CHwloc

/// A loaded hwloc topology. The only place that holds hwloc's pointers; everything it hands out is a plain value.
@safe final class HwlocTopology {
    private let topology: hwloc_topology_t

    /// Loads and indexes a description.
    /// - Throws: `BerthError`: `invalidSyntax` for a description hwloc refuses, `unsupported` when this host cannot be read.
    init(_ source: HostDiscovery.Source) throws(BerthError) {
        var created: hwloc_topology_t?
        guard unsafe hwloc_topology_init(&created) == 0, let topology = unsafe created else {
            throw BerthError(.internalFault, "hwloc cannot make a topology")
        }
        unsafe self.topology = topology
        // Disallowed CPUs stay in the picture, because a person who looks for them must find them; the allowed set says which may be used.
        unsafe hwloc_topology_set_flags(topology, UInt(HWLOC_TOPOLOGY_FLAG_INCLUDE_DISALLOWED.rawValue))
        unsafe hwloc_topology_set_io_types_filter(topology, HWLOC_TYPE_FILTER_KEEP_IMPORTANT)
        // Everything on PCI, because hwloc does not count AWS Neuron devices (class 0880) as important; the reader sorts out the rest.
        unsafe hwloc_topology_set_type_filter(topology, HWLOC_OBJ_PCI_DEVICE, HWLOC_TYPE_FILTER_KEEP_ALL)

        switch source {
        case .thisHost:
            // hwloc's optional plug-ins would start CUDA and OpenCL or look for a display, for names that the drivers give anyway.
            for plugin in ["cuda", "nvml", "opencl", "rsmi", "levelzero", "gl"] {
                unsafe hwloc_topology_set_components(topology, UInt(HWLOC_TOPOLOGY_COMPONENTS_FLAG_BLACKLIST.rawValue), plugin)
            }
        case .xml(let text):
            try SavedDescription.check(text)
            // hwloc wants the terminating zero counted in.
            let bytes = text.utf8.map { CChar(bitPattern: $0) } + [0]
            guard !text.utf8.contains(0), unsafe hwloc_topology_set_xmlbuffer(topology, bytes, Int32(clamping: bytes.count)) == 0 else {
                throw BerthError(.invalidSyntax, "this is not a topology that hwloc can read as XML", hint: Self.xmlHint)
            }
        case .synthetic(let text):
            guard unsafe hwloc_topology_set_synthetic(topology, text) == 0 else {
                throw BerthError(
                    .invalidSyntax, "\"\(text)\" is no synthetic topology that hwloc can read", hint: "as in: pack:2 [numa] core:48 pu:2")
            }
        }
        guard unsafe hwloc_topology_load(topology) == 0 else {
            switch source {
            case .thisHost: throw BerthError(.unsupported, "hwloc cannot read the topology of this host")
            case .xml: throw BerthError(.invalidSyntax, "the XML is broken or describes no topology", hint: Self.xmlHint)
            case .synthetic(let text): throw BerthError(.invalidSyntax, "hwloc cannot build the synthetic topology \"\(text)\"")
            }
        }
    }

    private static let xmlHint = "save one with: lstopo FILE.xml"

    deinit {
        unsafe hwloc_topology_destroy(topology)
    }

    /// Whether the description is of the machine this process runs on.
    var isThisSystem: Bool { unsafe hwloc_topology_is_thissystem(topology) == 1 }

    /// What hwloc's allowed sets leave, the cgroup cpuset applied.
    var allowedCPUs: CPUSet { unsafe CPUSet(hwloc_topology_get_allowed_cpuset(topology)) }

    /// The NUMA nodes that the cgroup lets this process allocate from.
    var allowedNodes: CPUSet { unsafe CPUSet(hwloc_topology_get_allowed_nodeset(topology)) }

    /// The name of the machine in the description.
    var hostname: String? { unsafe Self.info("HostName", of: hwloc_get_root_obj(topology)) }

    /// The description as XML, as `lstopo FILE.xml` would write it.
    func xml() throws(BerthError) -> String {
        var buffer: UnsafeMutablePointer<CChar>?
        var length: Int32 = 0
        guard unsafe hwloc_topology_export_xmlbuffer(topology, &buffer, &length, 0) == 0, let text = unsafe buffer else {
            throw BerthError(.internalFault, "hwloc cannot export the topology")
        }
        defer { unsafe hwloc_free_xmlbuffer(topology, text) }
        return unsafe String(cString: text)
    }
}

extension HwlocTopology {
    typealias Object = UnsafeMutablePointer<hwloc_obj>

    /// The objects of a type in logical order, as plain values.
    private func map<Value>(_ type: hwloc_obj_type_t, _ transform: (Object) -> Value) -> [Value] {
        let count = unsafe hwloc_get_nbobjs_by_type(topology, type)
        // -1: the type is on several levels, which this program never asks for. 0: the description has none.
        guard count > 0 else { return [] }
        return (0..<UInt32(count)).compactMap { rank in
            unsafe hwloc_get_obj_by_type(topology, type, rank).map { unsafe transform($0) }
        }
    }

    func packages() -> [HostTopology.Package] {
        unsafe map(HWLOC_OBJ_PACKAGE) { object in
            unsafe HostTopology.Package(
                number: Self.number(object), model: Self.info("CPUModel", of: object)?.trimmed, cpus: CPUSet(object.pointee.cpuset))
        }
    }

    /// NUMA nodes with every CPU that is local to them; which of several local nodes is a CPU's home is decided above.
    func numaNodes() -> [HostTopology.NUMANode] {
        let allowed = allowedNodes
        return unsafe map(HWLOC_OBJ_NUMANODE) { object in
            let memory = unsafe object.pointee.attr?.pointee.numanode.local_memory ?? 0
            let number = unsafe Self.number(object)
            return unsafe HostTopology.NUMANode(
                number: number, memory: Bytes(Int64(clamping: memory)), cpus: CPUSet(object.pointee.cpuset),
                subtype: object.pointee.subtype.map { unsafe String(cString: $0) }, allowed: allowed.contains(number))
        }
    }

    /// Each core's CPUs. Where the description has no cores, every CPU counts as one.
    func cores() -> [CPUSet] {
        let cores = unsafe map(HWLOC_OBJ_CORE) { unsafe CPUSet($0.pointee.cpuset) }
        return cores.isEmpty ? unsafe map(HWLOC_OBJ_PU) { unsafe CPUSet($0.pointee.cpuset) } : cores
    }

    func caches() -> [HostTopology.Cache] {
        let levels = [(1, HWLOC_OBJ_L1CACHE), (2, HWLOC_OBJ_L2CACHE), (3, HWLOC_OBJ_L3CACHE)]
        return levels.flatMap { level, type in
            unsafe map(type) { object in
                let size = unsafe object.pointee.attr?.pointee.cache.size ?? 0
                return unsafe HostTopology.Cache(level: level, size: Bytes(Int64(clamping: size)), cpus: CPUSet(object.pointee.cpuset))
            }
        }
    }

    func pciDevices() -> [HostTopology.PCIDevice] {
        unsafe map(HWLOC_OBJ_PCI_DEVICE) { unsafe Self.pciDevice($0) }.filter(\.isOfInterest).sorted { $0.address < $1.address }
    }

    private static func pciDevice(_ object: Object) -> HostTopology.PCIDevice {
        let attributes = unsafe object.pointee.attr.pointee.pcidev
        var bridges: [String] = []
        var above = unsafe object.pointee.parent
        while let bridge = unsafe above, unsafe bridge.pointee.type == HWLOC_OBJ_BRIDGE {
            unsafe bridges.insert(bridgeName(bridge), at: 0)
            unsafe above = bridge.pointee.parent
        }
        // The first ancestor with CPUs is the locality. The machine as a whole says nothing: hwloc hangs a device there when it does not
        // know.
        var locality: CPUSet?
        if let place = unsafe above, unsafe place.pointee.parent != nil { unsafe locality = CPUSet(place.pointee.cpuset) }
        return unsafe HostTopology.PCIDevice(
            address: address(attributes), vendor: attributes.vendor_id, device: attributes.device_id, deviceClass: attributes.class_id,
            name: object.pointee.name.map { unsafe String(cString: $0) } ?? info("PCIDevice", of: object),
            systemNames: systemNames(below: object), bridges: bridges, cpus: locality)
    }

    private static func bridgeName(_ bridge: Object) -> String {
        let attributes = unsafe bridge.pointee.attr.pointee.bridge
        if attributes.upstream_type == HWLOC_OBJ_BRIDGE_PCI { return address(unsafe attributes.upstream.pci).description }
        let below = unsafe attributes.downstream.pci
        return "host \(Hexadecimal.text(below.domain, digits: 4)):\(Hexadecimal.text(below.secondary_bus, digits: 2))"
    }

    private static func address(_ attributes: hwloc_pcidev_attr_s) -> PCIAddress {
        PCIAddress(domain: UInt32(attributes.domain), bus: attributes.bus, device: attributes.dev, function: attributes.func)
    }

    private static func systemNames(below object: Object) -> [String] {
        var names: [String] = []
        var child = unsafe object.pointee.io_first_child
        while let device = unsafe child {
            if unsafe device.pointee.type == HWLOC_OBJ_OS_DEVICE, let name = unsafe device.pointee.name {
                unsafe names.append(String(cString: name))
            }
            unsafe child = device.pointee.next_sibling
        }
        return names
    }

    private static func number(_ object: Object) -> Int {
        let number = unsafe object.pointee.os_index
        // A description without the system's numbers is read in logical order, the only order it has.
        return number == UInt32.max ? unsafe Int(object.pointee.logical_index) : Int(number)
    }

    private static func info(_ key: String, of object: Object?) -> String? {
        guard let object = unsafe object, let value = unsafe hwloc_obj_get_info_by_name(object, key) else { return nil }
        return unsafe String(cString: value)
    }
}

extension CPUSet {
    /// - Precondition: the set is finite, as every set of a loaded topology is.
    init(_ bitmap: hwloc_const_bitmap_t?) {
        self.init()
        guard let bitmap = unsafe bitmap, unsafe hwloc_bitmap_last(bitmap) >= 0 else { return }
        var index = unsafe hwloc_bitmap_first(bitmap)
        while index >= 0, index <= Int32(CPUSet.indexMax) {
            insert(Int(index))
            index = unsafe hwloc_bitmap_next(bitmap, index)
        }
    }
}
