import BerthModel
import Testing

@testable import BerthHost

@Suite("NVIDIA devices")
struct NVMLTests {
    /// Two sockets, so that a wrong default of node 0 would show.
    private static let host = HostDiscovery.Source.synthetic("pack:2 [numa] core:4 pu:1")

    /// One complete board.
    private static let script = """
        * count 1
        * nvmlDeviceGetUUID GPU-00000000-0000-4000-8000-000000000001
        * nvmlDeviceGetName NVIDIA H100 80GB HBM3
        * nvmlDeviceGetPciInfo_v3 0001:53:00.0
        * nvmlDeviceGetMemoryInfo 85520809984
        * nvmlDeviceGetPowerUsage 71234
        * nvmlDeviceGetPowerManagementLimit 600000
        * nvmlDeviceGetPowerManagementLimitConstraints 200000 700000
        * nvmlDeviceGetPowerManagementDefaultLimit 700000
        * nvmlDeviceGetEnforcedPowerLimit 550000
        * nvmlDeviceGetTotalEnergyConsumption 18446744073709551615
        * nvmlDeviceGetMigMode 0 1
        * nvmlDeviceGetMemoryAffinity 2
        * nvmlDeviceGetCpuAffinityWithinScope f0
        * nvmlDeviceGetGpuFabricInfoV 3 9 ab
        * nvmlDeviceGetNvLinkState 18
        * nvmlDeviceGetP2PStatus all

        """

    private func discover(_ script: String, missing: [String] = [], sysfs: String = "/nonexistent") throws -> HostTopology {
        let driver = try FakeDriver(script: script, missing: missing)
        return try withExtendedLifetime(driver) {
            try HostDiscovery(Self.host, nvmlLibrary: driver.library, sysfs: sysfs).discover()
        }
    }

    private func board(_ script: String, missing: [String] = []) throws -> HostTopology.Accelerator {
        let host = try discover(script, missing: missing)
        #expect(host.topologyCheck() == [])
        return try #require(host.accelerators.first)
    }

    @Test("are read whole: every call's answer arrives in its place")
    func complete() throws {
        let board = try board(Self.script)
        #expect(board == HostTopology.Accelerator(
            vendor: .nvidia, index: 0, id: "GPU-00000000-0000-4000-8000-000000000001", name: "NVIDIA H100 80GB HBM3",
            kind: KindName(literal: "h100"), address: PCIAddress(domain: 1, bus: 0x53, device: 0), memory: Bytes(85_520_809_984),
            power: PowerReading(
                min: Watts(200), standard: Watts(700), max: Watts(700), limit: Watts(600), enforcedLimit: Watts(550),
                current: Watts(milliwatts: 71_234), energyMillijoules: .max),
            numaNode: 1, cpus: [4, 5, 6, 7], mig: MIGMode(current: false, pending: true),
            fabric: Fabric(clusterUUID: "abababab-abab-abab-abab-abababababab", clique: 9), nvlinkPeers: [], nvlinks: 18))
    }

    @Test("are none, without a word, where the library is not installed")
    func absentLibrary() throws {
        let host = try HostDiscovery(Self.host, nvmlLibrary: "/nonexistent/libnvidia-ml.so.1").discover()
        #expect(host.accelerators.isEmpty && host.warnings.isEmpty)
    }

    @Test("are none, without a word, where the library finds no kernel module")
    func absentDriver() throws {
        let host = try discover("* nvmlInit_v2 !9\n")
        #expect(host.accelerators.isEmpty && host.warnings.isEmpty)
    }

    @Test("are none, with a warning, where the library does not start, count, or have what it needs for that", arguments: [
        ("* nvmlInit_v2 !18\n", [], "nvmlInit_v2: error 18 (driver and library differ in version)"),
        ("* count !999\n", [], "nvmlDeviceGetCount_v2: error 999 (unknown)"),
        (script, ["nvmlInit_v2"], "nvmlInit_v2: the library has no such function"),
        (script, ["nvmlDeviceGetCount_v2"], "nvmlDeviceGetCount_v2: the library has no such function"),
    ] as [(String, [String], String)])
    func brokenLibrary(script: String, missing: [String], reason: String) throws {
        let host = try discover(script, missing: missing)
        #expect(host.accelerators.isEmpty)
        #expect(host.warnings == ["NVIDIA devices cannot be read: \(reason)"])
    }

    @Test("may be none at all")
    func noDevices() throws {
        let host = try discover("* count 0\n")
        #expect(host.accelerators.isEmpty && host.warnings.isEmpty)
    }

    @Test("lack one reading, and nothing else, where the library lacks its function", arguments: FakeDriver.optionalFunctions)
    func absentSymbol(function: String) throws {
        let board = try board(Self.script, missing: [function])
        let unsupported = try self.board(Self.without(function))
        #expect(board == unsupported, "an absent function reads as one that is not supported")
        #expect(board.id == "GPU-00000000-0000-4000-8000-000000000001")
        #expect(board.warnings.isEmpty)
    }

    @Test("lack one reading, and nothing else, where the board does not support it", arguments: FakeDriver.optionalFunctions)
    func notSupported(function: String) throws {
        let board = try board(Self.without(function))
        let whole = try self.board(Self.script)
        let differs = board != whole
        // The only board has no peer to be asked about, and its CPUs are also known from its node.
        #expect(differs == !["nvmlDeviceGetP2PStatus", "nvmlDeviceGetCpuAffinityWithinScope"].contains(function))
        #expect(board.warnings.isEmpty)
    }

    @Test("carry a warning that names the call and its answer where a reading fails", arguments: FakeDriver.optionalFunctions)
    func error(function: String) throws {
        let board = try board(Self.script.replacing("* count 1", with: "* count 1\n1 nvmlDeviceGetUUID x") + "* \(function) !15\n")
        if function == "nvmlDeviceGetP2PStatus" { return #expect(board.warnings.isEmpty) }
        #expect(board.warnings == ["\(function): error 15 (GPU is lost)"])
    }

    @Test("know who is on NVLink, pair by pair")
    func links() throws {
        let answers = ["1", "0", "none", "!15"].enumerated().map { "\($0) nvmlDeviceGetP2PStatus \($1)\n" }
        let script = Self.boards(4) + answers.joined()
        let boards = try discover(script).accelerators
        #expect(boards.map(\.nvlinkPeers) == [[1], [0], [], nil])
        #expect(boards[3].warnings == ["nvmlDeviceGetP2PStatus: error 15 (GPU is lost)"])
    }

    @Test("are eight where eight are installed, each with its own answers")
    func eight() throws {
        let host = try discover(Self.boards(8) + "5 nvmlDeviceGetPowerUsage !15\n6 nvmlDeviceGetMigMode 1 1\n")
        #expect(host.accelerators.map(\.index) == Array(0..<8))
        #expect(Set(host.accelerators.map(\.id)).count == 8)
        #expect(host.accelerators.filter { $0.power.current == nil }.map(\.index) == [5])
        #expect(host.accelerators.filter { $0.mig?.current ?? false }.map(\.index) == [6])
        #expect(host.topologyCheck() == [])
    }

    @Test("that fell off the bus or have no UUID are a warning, and the others stay")
    func lost() throws {
        let host = try discover(Self.boards(3) + "0 nvmlDeviceGetHandleByIndex_v2 !15\n2 nvmlDeviceGetUUID !999\n")
        #expect(host.accelerators.map(\.index) == [1])
        #expect(host.warnings == [
            "NVIDIA device 0 cannot be read: nvmlDeviceGetHandleByIndex_v2: error 15 (GPU is lost)",
            "NVIDIA device 2 does not tell its UUID: nvmlDeviceGetUUID: error 999 (unknown)",
        ])
    }

    @Test("whose node NVML does not know, or claims wrongly, are near no node", arguments: ["0", "3", "!3", "!15"])
    func unknownNode(affinity: String) throws {
        let board = try board(Self.script + "* nvmlDeviceGetMemoryAffinity \(affinity)\n* nvmlDeviceGetCpuAffinityWithinScope ff\n")
        #expect(board.numaNode == nil)
        #expect(board.cpus == nil, "all CPUs are no locality")
    }

    @Test("on a node that the host does not have are near no node, with a warning")
    func impossibleNode() throws {
        let board = try board(Self.script + "* nvmlDeviceGetMemoryAffinity 80\n* nvmlDeviceGetCpuAffinityWithinScope 0\n")
        #expect(board.numaNode == nil)
        #expect(board.warnings == ["NVML places the board on NUMA node 7, which this host does not have"])
    }

    @Test("still joining their fabric are in none")
    func fabricInProgress() throws {
        #expect(try board(Self.script + "* nvmlDeviceGetGpuFabricInfoV 2 9 ab\n").fabric == nil)
        #expect(try board(Self.script + "* nvmlDeviceGetGpuFabricInfoV 3 9 0\n").fabric == nil)
    }

    @Test("with fewer NVLinks than the most have them counted")
    func fewLinks() throws {
        #expect(try board(Self.script + "* nvmlDeviceGetNvLinkState 12\n").nvlinks == 12)
        #expect(try board(Self.script + "* nvmlDeviceGetNvLinkState 0\n").nvlinks == 0)
        #expect(try board(Self.script + "* nvmlDeviceGetNvLinkState !3\n").nvlinks == nil)
    }

    @Test("fall back to the place that PCI gives where NVML does not know")
    func fallBack() throws {
        let fixture = try #require(Fixture.all.first { $0.name == "p5-like" })
        let script = try #require(fixture.text("nvml")).split(separator: "\n").filter { !$0.contains("Affinity") }.joined(separator: "\n")
        let driver = try FakeDriver(script: script + "\n")
        let host = try withExtendedLifetime(driver) {
            try HostDiscovery(.xml(fixture.text("xml") ?? ""), nvmlLibrary: driver.library).discover()
        }
        #expect(host.accelerators.map(\.numaNode) == [0, 0, 0, 0, 1, 1, 1, 1])
        #expect(host.accelerators[5].cpus?.description == "48-95,144-191")
    }

    private static func without(_ function: String) -> String {
        script.split(separator: "\n").filter { !$0.contains("\(function) ") }.joined(separator: "\n") + "\n"
    }

    private static func boards(_ count: Int) -> String {
        script.replacing("* count 1", with: "* count \(count)")
            + (0..<count).map { "\($0) nvmlDeviceGetUUID GPU-\($0)\n\($0) nvmlDeviceGetPciInfo_v3 0000:\(40 + $0):00.0\n" }.joined()
    }
}
