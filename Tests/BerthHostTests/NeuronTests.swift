import BerthModel
import Foundation
import Testing

@testable import BerthHost

@Suite("Neuron devices")
struct NeuronTests {
    private static let device = #"""
        {"neuron_device": 3, "bdf": "0000:cc:00.0", "cpu_affinity": "0-3", "numa_node": "0", "connected_to": [1, 2], "nc_count": 4,
         "logical_neuroncore_config": 2, "memory_size": 103079215104, "neuroncore_ids": [12, 13, 14, 15], "instance_type": "trn2.48xlarge"}
        """#

    @Test("are read from the array of Neuron 2.33 and earlier")
    func arrayForm() throws {
        let entry = try #require(NeuronListing(parsing: "[\(Self.device)]").entries.first)
        #expect(entry.index == 3)
        #expect(entry.address == PCIAddress(bus: 0xcc, device: 0))
        #expect(entry.cpus == [0, 1, 2, 3])
        #expect(entry.numaNode == 0)
        #expect(entry.memory == .gibibytes(96))
        #expect(
            entry.detail
                == NeuronDetail(
                    cores: 4, logicalCoreConfiguration: 2, coreNumbers: [12, 13, 14, 15], connectedDevices: [1, 2],
                    instanceType: "trn2.48xlarge"))
        #expect(entry.warnings.isEmpty)
    }

    @Test(
        "are read from an object with the host's fields on top, wherever the devices are nested",
        arguments: [
            #"{"instance_type": "trn2.48xlarge", "devices": [DEVICE]}"#,
            #"{"instance_type": "trn2.48xlarge", "tags": ["a", 1], "ultraserver": {"nodes": []}, "neuron": {"devices": [DEVICE]}}"#,
            #"{"instance": {"instance_type": "trn2.48xlarge"}, "neuron_devices": [DEVICE], "version": 2.34}"#,
        ])
    func objectForm(form: String) throws {
        let bare = #"{"neuron_device": 3, "numa_node": 1, "nc_count": 4}"#
        let entries = try NeuronListing(parsing: form.replacing("DEVICE", with: bare)).entries
        #expect(entries.map(\.index) == [3])
        #expect(entries.first?.numaNode == 1)
        #expect(entries.first?.detail.instanceType == "trn2.48xlarge")
    }

    @Test("may leave out every field: what is missing is unknown, never zero")
    func missingFields() throws {
        let entry = try #require(NeuronListing(parsing: #"[{"neuron_device": 0}]"#).entries.first)
        #expect(entry == NeuronListing.Entry(index: 0, detail: NeuronDetail(), warnings: []))
    }

    @Test("are near no node when the listing says -1 or nonsense", arguments: ["-1", "\"-1\"", "null", "\"?\"", "1.5", "[0]"])
    func unknownNode(node: String) throws {
        let entry = try #require(NeuronListing(parsing: "[{\"neuron_device\": 0, \"numa_node\": \(node)}]").entries.first)
        #expect(entry.numaNode == nil)
    }

    @Test("are none where the listing is an empty array", arguments: ["[]", "{\"neuron_devices\": []}"])
    func none(text: String) throws {
        #expect(try NeuronListing(parsing: text).entries == [])
    }

    @Test(
        "are a warning of the host when the listing is broken",
        arguments: ["", "neuron-ls: no driver", "[{\"neuron_device\": 0}", "{\"a\": 1}", "[1, 2]"])
    func broken(text: String) throws {
        let host = try HostDiscovery(.synthetic("numa:1 core:2 pu:1"), neuron: .listing(text)).discover()
        #expect(host.accelerators.isEmpty)
        #expect(host.warnings.count == 1)
        #expect(host.warnings.first?.hasPrefix("Neuron devices cannot be read: ") ?? false)
    }

    @Test("that claim a NUMA node or a CPU list that cannot be are kept, with a warning")
    func nonsense() throws {
        let text = #"[{"neuron_device": 0, "numa_node": 7, "cpu_affinity": "x", "bdf": "nowhere"}]"#
        let device = try #require(HostDiscovery(.synthetic("numa:1 core:2 pu:1"), neuron: .listing(text)).discover().accelerators.first)
        #expect(device.numaNode == nil && device.cpus == nil && device.address == nil)
        #expect(device.warnings.count == 3)
    }

    @Test("are read from the driver's directory, and their place stays unknown")
    func sysfs() throws {
        let root = try TemporaryDirectory()
        for index in [0, 1, 10] {
            try root.write("2\n", to: "neuron\(index)/core_count")
            try root.write("12, 3, 4, 1\n", to: "neuron\(index)/connected_devices")
            try root.write("Trainium\n", to: "neuron\(index)/info/architecture/device_name")
            try root.write("trn1.32xlarge\n", to: "neuron\(index)/info/architecture/instance_type")
        }
        // What a newer driver moved away is unknown, not an error.
        try root.write("", to: "neuron11/info/serial_number")
        let host = try HostDiscovery(.synthetic("numa:2 core:2 pu:1"), neuron: .sysfs(root.path)).discover()
        #expect(host.accelerators.map(\.id) == ["neuron0", "neuron1", "neuron10", "neuron11"])
        let first = try #require(host.accelerators.first)
        #expect(first.neuron == NeuronDetail(cores: 2, connectedDevices: [12, 3, 4, 1], instanceType: "trn1.32xlarge"))
        #expect(first.kind?.text == "trn1")
        #expect(host.accelerators.allSatisfy { $0.numaNode == nil })
        #expect(host.accelerators.last?.neuron == NeuronDetail())
    }

    @Test("are listed by neuron-ls, in its newer spelling and else in the older one")
    func tool() throws {
        let root = try TemporaryDirectory()
        let new = try root.write(
            ##"""
            #!/bin/sh
            [ "$1 $2" = '--output-format json' ] && echo '{"devices": [{"neuron_device": 5}]}'

            """##, to: "new")
        let old = try root.write(
            ##"""
            #!/bin/sh
            [ "$1" = -j ] && echo '[{"neuron_device": 6}]'

            """##, to: "old")
        let none = try root.write("#!/bin/sh\nexit 3\n", to: "none")
        for path in [new, old, none] { try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path) }
        #expect(try NeuronTool.listing(program: new).map { try NeuronListing(parsing: $0).entries.map(\.index) } == [5])
        #expect(try NeuronTool.listing(program: old).map { try NeuronListing(parsing: $0).entries.map(\.index) } == [6])
        #expect(NeuronTool.listing(program: none) == nil)
        #expect(NeuronTool.listing(program: "\(root.path)/absent") == nil)
    }
}
