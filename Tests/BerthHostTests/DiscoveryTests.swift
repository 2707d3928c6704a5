import BerthModel
import Foundation
import Testing

@testable import BerthHost

@Suite("Discovery")
struct DiscoveryTests {
    @Test("of this host keeps every rule of a topology and finds what the kernel says")
    func thisHost() throws {
        let host = try HostDiscovery.thisHost.discover()
        #expect(host.topologyCheck() == [])
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") })
        let allowed = try CPUSet(parsing: String(line.dropFirst("Cpus_allowed_list:".count)))
        #expect(host.allowedCPUs == allowed.intersection(host.cpus))
        #expect(!host.numaNodes.isEmpty)
        #expect(host.numaNodes.allSatisfy { $0.memory > .zero })
        let meminfo = try String(contentsOfFile: "/proc/meminfo", encoding: .utf8)
        if host.numaNodes.count == 1 { #expect(try host.numaNodes[0].memory >= #require(MemoryInfo.total(meminfo))) }
        #expect(host.hostname == ProcessInfo.processInfo.hostName || !host.hostname.isEmpty)
    }

    @Test("in a process bound to one CPU allows that CPU alone, and still shows the whole host")
    func restricted() async throws {
        await #expect(processExitsWith: .success) {
            let whole = try HostDiscovery(.thisHost).discover()
            let only = CPUSet([try #require(whole.allowedCPUs.last)])
            try Binding.bind(to: only)
            let host = try HostDiscovery(.thisHost).discover()
            #expect(host.allowedCPUs == only)
            #expect(host.cpus == whole.cpus)
            #expect(host.cores.count == whole.cores.count)
            #expect(host.topologyCheck() == [])
            let node = try FleetNode(discovered: host, catalogue: .shipped)
            #expect(node.numaNodes.flatMap(\.cores) == [only.indexes])
        }
    }

    @Test("respects the allowed set of a saved description, as a cgroup leaves it")
    func savedRestriction() throws {
        let fixture = try #require(Fixture.all.first { $0.name == "unknown-locality" })
        let xml = try #require(fixture.text("xml"))
        let restricted = xml.replacing(/allowed_cpuset="[^"]*"/, with: "allowed_cpuset=\"0x00000206\"")
            .replacing(/allowed_nodeset="[^"]*"/, with: "allowed_nodeset=\"0x00000001\"")
        let host = try HostDiscovery(.xml(restricted)).discover()
        #expect(host.allowedCPUs == [1, 2, 9])
        #expect(host.cpus.count == 16)
        #expect(host.numaNodes.map(\.allowed) == [true, false])
        let node = try FleetNode(discovered: host, catalogue: .shipped)
        #expect(node.numaNodes.map(\.index) == [0])
        #expect(node.numaNodes[0].cores == [[1, 9], [2]])
    }

    @Test("of a synthetic description has its shape")
    func synthetic() throws {
        let host = try HostDiscovery(.synthetic("pack:2 [numa(memory=8GiB)] l3:2(size=4MiB) core:3 pu:2")).discover()
        #expect(host.packages.map(\.number) == [0, 1])
        #expect(host.numaNodes.map(\.number) == [0, 1])
        #expect(host.numaNodes.map(\.memory) == [.gibibytes(8), .gibibytes(8)])
        #expect(host.cores.count == 12)
        #expect(host.cores.map(\.cpus.count) == Array(repeating: 2, count: 12))
        #expect(host.cores.map(\.numaNode) == Array(repeating: 0, count: 6) + Array(repeating: 1, count: 6))
        #expect(host.caches.filter { $0.level == 3 }.map(\.cpus.description) == ["0-5", "6-11", "12-17", "18-23"])
        #expect(host.caches(of: host.cores[4]).map(\.level) == [3])
        #expect(host.allowedCPUs.count == 24)
        #expect(host.topologyCheck() == [])
    }

    @Test(
        "of many synthetic shapes always keeps every rule",
        arguments: [
            "pu:1", "numa:1 pu:4", "pack:1 [numa] core:2 pu:1", "pack:4 [numa] [numa] core:2 pu:2", "numa:4 pack:1 core:2 pu:2",
            "pack:2 numa:4 l2:2 core:2 pu:4", "[numa] pack:2 core:4 pu:1", "pack:8 [numa] l3:8 l2:8 core:1 pu:2",
        ])
    func shapes(description: String) throws {
        let host = try HostDiscovery(.synthetic(description)).discover()
        #expect(host.topologyCheck() == [])
        let compute = host.computeNodes.reduce(CPUSet()) { $0.union($1.cpus) }
        #expect(compute == host.cpus, "every CPU has exactly one home")
        #expect(try FleetNode(discovered: host, catalogue: .shipped).coreCount == host.cores.count)
    }

    @Test("saves a host as XML that reads back as the same host")
    func savedXML() throws {
        let discovery = HostDiscovery(.synthetic("pack:2 [numa] l2:2 core:2 pu:2"))
        #expect(try HostDiscovery(.xml(discovery.xml())).discover() == discovery.discover())
    }

    @Test("survives JSON: a topology decodes to what was encoded", arguments: Fixture.all)
    func codable(fixture: Fixture) throws {
        let host = try fixture.discover()
        #expect(try JSONDecoder().decode(HostTopology.self, from: JSONEncoder().encode(host)) == host)
    }

    @Test("takes a file of either kind or a synthetic description, and says so when the text is neither")
    func input() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(Fixture.all[0].text("xml") ?? "", to: "host.xml")
        #expect(try HostDiscovery.saved(path).discover().hostname == "small-vm")
        #expect(try HostDiscovery.saved("numa:2 core:2 pu:1").discover().numaNodes.count == 2)
        let short = try directory.write("pack:2 [numa] core:4 pu:2\n", to: "short.txt")
        #expect(try HostDiscovery.saved(short).discover().cores.count == 8)
        let other = try directory.write("neither\n", to: "other.txt")
        #expect(#expect(throws: BerthError.self) { try HostDiscovery.saved(other).discover() }?.code == .invalidSyntax)
        for text in ["\(directory.path)/absent.xml", "absent.xml"] {
            let error = #expect(throws: BerthError.self) { try HostDiscovery.saved(text) }
            #expect(error?.code == .notFound)
            #expect(error?.message.contains(text) ?? false)
        }
        #expect(#expect(throws: BerthError.self) { try HostDiscovery.saved(directory.path) }?.code == .inputOutput)
    }

    @Test(
        "refuses a broken synthetic description",
        arguments: ["core:2", "pack:0 pu:1", "bogus:3 pu:1", "pu:", "", "pack:2 [numa core:2 pu:1"])
    func brokenSynthetic(text: String) {
        let error = #expect(throws: BerthError.self) { try HostDiscovery(.synthetic(text)).discover() }
        #expect(error?.code == .invalidSyntax)
        #expect(error?.description.contains("\n") == false)
    }

    @Test(
        "refuses text that is no topology",
        arguments: ["", "not xml", "<topology/>", "<topology version=\"2.0\"></topology>", "{\"a\": 1}", "<a>\0</a>"])
    func brokenXML(text: String) {
        let error = #expect(throws: BerthError.self) { try HostDiscovery(.xml(text)).discover() }
        #expect(error?.code == .invalidSyntax)
    }

    @Test("of a description cut off anywhere throws and never crashes")
    func truncatedXML() throws {
        let xml = Array(try #require(Fixture.all[0].text("xml")).utf8)
        for length in stride(from: 0, to: xml.count - 12, by: 61) {
            let cut = String(decoding: xml[..<length], as: UTF8.self)
            let error = #expect(throws: BerthError.self, "cut after \(length) bytes") { try HostDiscovery(.xml(cut)).discover() }
            #expect(error?.code == .invalidSyntax)
        }
    }

    @Test(
        "of a description with an object that lacks what hwloc takes for granted throws, naming the line",
        arguments: [
            ("complete_cpuset=\"0x00000002\"", "", "has no complete_cpuset"),
            ("type=\"Core\"", "", "an object has no type"),
            ("os_index=\"1\"", "os_index=\"-1\"", "os_index \"-1\" is no number"),
            ("nodeset=\"0x00000001\"", "nodeset=\"\"", "nodeset \"\" is no set"),
            ("cpuset=\"0x00000002\"", "cpuset=\"0xfffffffff\"", "cpuset \"0xfffffffff\" is no set"),
        ])
    func incompleteXML(part: String, replacement: String, reason: String) throws {
        let xml = try #require(Fixture.all[0].text("xml"))
        // The last such place is deep in the tree.
        let range = try #require(xml.ranges(of: " \(part)").last)
        let error = #expect(throws: BerthError.self) {
            try HostDiscovery(.xml(xml.replacingCharacters(in: range, with: " \(replacement)"))).discover()
        }
        #expect(error?.message.contains(reason) ?? false, "\(String(describing: error))")
        #expect(error?.field?.hasPrefix("line ") ?? false)
    }

    @Test("of 200 descriptions with random damage throws or gives a host that can be drawn, and never crashes")
    func damagedXML() async {
        // In a process of its own, so that a crash of hwloc is this test's failure and not the end of all.
        await #expect(processExitsWith: .success) {
            let xml = try #require(Fixture.all.last?.text("xml"))
            var random = SeededGenerator(seed: 41)
            for _ in 0..<200 {
                let damaged = Self.damage(xml, using: &random)
                guard let host = try? HostDiscovery(.xml(damaged)).discover() else { continue }
                #expect(!TopologyText.render(host).isEmpty && !TopologyDot.render(host).isEmpty)
                _ = host.topologyCheck()
                _ = try? FleetNode(discovered: host, catalogue: .shipped)
            }
        }
    }

    /// Loses an attribute, changes one, loses a line or repeats one; one to three times.
    private static func damage(_ xml: String, using random: inout SeededGenerator) -> String {
        let values = ["", "-1", "0", "0x0", "99999999999", "x", "0xffffffff,0xffffffff", "0x00000003", "Machine", "PU", "NUMANode", "Core"]
        var lines = xml.split(separator: "\n").map(String.init)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let place = Int.random(in: 3..<lines.count - 2, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0, 1:
                guard let attribute = lines[place].matches(of: /[a-z_]+="([^"]*)"/).randomElement(using: &random) else { continue }
                let value = attribute.output.1
                if Bool.random(using: &random) {
                    lines[place].removeSubrange(attribute.range)
                } else {
                    lines[place].replaceSubrange(value.startIndex..<value.endIndex, with: values.randomElement(using: &random) ?? "")
                }
            case 2: lines.remove(at: place)
            default: lines.insert(lines[Int.random(in: 3..<lines.count - 2, using: &random)], at: place)
            }
        }
        return lines.joined(separator: "\n")
    }

    @Test(
        "reads MemTotal, and nothing that is not it",
        arguments: [
            ("MemTotal:       24684084 kB\nMemFree: 1 kB", Int64(24_684_084) << 10), ("MemFree: 5 kB\n", nil), ("MemTotal: x kB", nil),
            ("MemTotal: 9223372036854775807 kB", nil), ("MemTotal: 5 MB", nil), ("", nil),
        ] as [(String, Int64?)])
    func memoryInfo(text: String, count: Int64?) {
        #expect(MemoryInfo.total(text)?.count == count)
    }

    @Test("takes sysfs at its word: a number is a node, -1 and no file are unknown")
    func locality() throws {
        let root = try TemporaryDirectory()
        let address = PCIAddress(bus: 0x53, device: 0)
        #expect(PCILocality.numaNode(of: address, sysfs: root.path) == nil)
        for (text, node) in [("-1\n", nil), ("0\n", 0), ("3\n", 3), ("x\n", nil)] as [(String, Int?)] {
            try root.write(text, to: "bus/pci/devices/0000:53:00.0/numa_node")
            #expect(PCILocality.numaNode(of: address, sysfs: root.path) == node)
        }
    }
}
