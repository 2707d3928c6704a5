import BerthModel

/// What `neuron-ls` printed.
///
/// Up to Neuron 2.33 it is an array of devices; from 2.34 on an object with the host's fields on top and the devices somewhere below.
/// The newer form is not published, so the array is found by what its elements look like, and every field may be missing.
/// Fields: aws-neuron-sdk, tools/neuron-sys-tools/neuron-ls.rst.
struct NeuronListing: Equatable {
    /// One device, with what it told.
    struct Entry: Equatable {
        var index: Int
        var address: PCIAddress?
        var cpus: CPUSet?
        var numaNode: Int?
        var memory: Bytes?
        var detail: NeuronDetail
        var warnings: [String]
    }

    var entries: [Entry]

    /// - Throws: `BerthError` `invalidSyntax` when the text is not JSON or holds no list of devices.
    init(parsing text: String) throws(BerthError) {
        let document = try JSONReader.read(text)
        guard let list = NeuronListing.deviceList(in: document) else {
            throw BerthError(
                .invalidSyntax, "the neuron-ls listing holds no array of devices", hint: "it is read from: neuron-ls --output-format json")
        }
        let instance = document["instance_type"]?.string ?? document["instance"]?["instance_type"]?.string
        entries = list.enumerated().map { NeuronListing.entry($1, place: $0, instance: instance) }
    }

    private static func deviceList(in document: JSONValue) -> [JSONValue]? {
        // Breadth first, so that a list of devices is found before a list within one device.
        var level = [document]
        // A host without devices lists none: then an empty array is the list.
        var empty: [JSONValue]?
        while !level.isEmpty {
            for value in level {
                guard let elements = value.elements else { continue }
                if elements.contains(where: { index(of: $0) != nil || $0["bdf"] != nil }) { return elements }
                if elements.isEmpty { empty = elements }
            }
            level = level.flatMap { value -> [JSONValue] in
                switch value {
                case .array(let elements): elements
                // Sorted, so that the same listing always gives the same answer.
                case .object(let members): members.sorted { $0.key < $1.key }.map(\.value)
                default: []
                }
            }
        }
        return empty
    }

    private static func index(of device: JSONValue) -> Int? {
        for name in ["neuron_device", "device_id", "neuron_device_index", "index"] {
            if let index = device[name]?.integer, index >= 0 { return index }
        }
        return nil
    }

    private static func entry(_ device: JSONValue, place: Int, instance: String?) -> Entry {
        var warnings: [String] = []
        let address = device["bdf"]?.string.flatMap { PCIAddress($0) }
        if address == nil, let bdf = device["bdf"] { warnings.append("neuron-ls gives the PCI address \(bdf)") }
        var cpus: CPUSet?
        if let text = device["cpu_affinity"]?.string {
            cpus = try? CPUSet(parsing: text)
            if cpus == nil { warnings.append("neuron-ls gives the CPU list \"\(text)\"") }
        }
        let cores = device["neuroncore_ids"]?.elements?.compactMap(\.integer) ?? []
        return Entry(
            index: index(of: device) ?? place, address: address, cpus: cpus.flatMap { $0.isEmpty ? nil : $0 },
            // -1 is the kernel's word for unknown.
            numaNode: device["numa_node"]?.integer.flatMap { $0 >= 0 ? $0 : nil },
            memory: device["memory_size"]?.integer.flatMap { $0 > 0 ? Bytes(Int64($0)) : nil },
            detail: NeuronDetail(
                cores: device["nc_count"]?.integer ?? (cores.isEmpty ? nil : cores.count),
                logicalCoreConfiguration: device["logical_neuroncore_config"]?.integer, coreNumbers: cores,
                connectedDevices: device["connected_to"]?.elements?.compactMap(\.integer) ?? [],
                instanceType: device["instance_type"]?.string ?? instance),
            warnings: warnings)
    }
}
