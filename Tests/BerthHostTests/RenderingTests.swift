import BerthModel
import Foundation
import Testing

@testable import BerthHost

@Suite("The drawing of a host")
struct RenderingTests {
    /// `BERTH_RECORD=1 swift test --filter RenderingTests` writes the expected texts anew, to be read before they are committed.
    @Test("is the text that stands beside its description", arguments: Fixture.all)
    func golden(fixture: Fixture) throws {
        let host = try fixture.discover()
        #expect(host.topologyCheck() == [])
        let text = TopologyText.render(host)
        if ProcessInfo.processInfo.environment["BERTH_RECORD"] == "1" {
            let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures/\(fixture.name).txt")
            try text.write(to: source, atomically: true, encoding: .utf8)
        }
        #expect(text == fixture.text("txt"))
    }

    @Test("is plain ASCII without trailing spaces", arguments: Fixture.all)
    func ascii(fixture: Fixture) throws {
        let text = TopologyText.render(try fixture.discover())
        #expect(text.allSatisfy { $0.isASCII })
        #expect(!text.split(separator: "\n").contains { $0.hasSuffix(" ") })
        #expect(text.hasSuffix("\n"))
    }

    @Test("writes numa ? where the place is unknown, and never node 0 instead")
    func unknown() throws {
        let fixture = try #require(Fixture.all.first { $0.name == "unknown-locality" })
        let host = try fixture.discover()
        #expect(host.accelerators.allSatisfy { $0.numaNode == nil && $0.cpus == nil })
        #expect(host.pciDevices.allSatisfy { $0.numaNode == nil })
        let lines = TopologyText.render(host).split(separator: "\n")
        #expect(lines.count { $0.hasSuffix("numa ?") } == host.accelerators.count + 1)
    }

    @Test("marks what this process may not use")
    func restricted() throws {
        var host = try HostDiscovery(.synthetic("pack:2 [numa] core:2 pu:1")).discover()
        host.allowedCPUs = [1]
        host.numaNodes[1].allowed = false
        let text = TopologyText.render(host)
        #expect(text.contains("CPUs 0-1 (allowed 1)"))
        #expect(text.contains("CPUs 2-3 (none allowed) (memory not allowed)"))
    }

    @Test("calls stand-ins modelled, and names the jobs that hold devices")
    func modelled() throws {
        let host = try HostDiscovery(.synthetic("pack:2 [numa] core:2 pu:1")).discover()
        let node = try FleetNode(discovered: host, modelled: [(KindName(literal: "h200"), 2)], catalogue: .shipped)
        let text = TopologyText.render(host, modelled: node.groups, jobs: ["GPU-modelled-1": "41"])
        #expect(text.contains(", 2 x h200 (modelled)\n"))
        #expect(text.contains("core 1  CPU 1\n      h200  GPU-modelled-0  modelled\n  socket 1"))
        #expect(text.contains("core 3  CPU 3\n      h200  GPU-modelled-1  modelled  job 41\n"))

        let real = try #require(Fixture.all.first { $0.name == "trn2-like" }).discover()
        let rows = TopologyText.render(real, jobs: ["7": "4127"]).split(separator: "\n")
        #expect(rows.contains { $0.hasPrefix("7 ") && $0.hasSuffix("4127") })
        #expect(rows.contains { $0.hasPrefix("8 ") && $0.hasSuffix("-") })
        #expect(rows.contains { $0.contains("neuron 7  trn2") && $0.hasSuffix("job 4127") })
    }

    @Test("as a graph names every device and escapes what it quotes", arguments: Fixture.all)
    func dot(fixture: Fixture) throws {
        var host = try fixture.discover()
        host.hostname = "a\"b\\"
        let graph = TopologyDot.render(host)
        #expect(graph.hasPrefix("graph \"a\\\"b\\\\\" {\n"))
        #expect(graph.count { $0 == "{" } == 1 && graph.hasSuffix("}\n"))
        for device in host.accelerators { #expect(graph.contains(device.id)) }
        for node in host.numaNodes { #expect(graph.contains("numa\(node.number) [")) }
    }
}
