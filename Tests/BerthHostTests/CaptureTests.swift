import BerthModel
import Foundation
import TestSupport
import Testing

@testable import BerthHost

@Suite("tools/capture-host")
struct CaptureTests {
    private static let program = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../tools/capture-host").standardizedFileURL.path

    /// Two boards as nvidia-smi prints them: the second lacks what a virtual GPU lacks.
    private static let boards = """
        0, NVIDIA H100 80GB HBM3, 00000000:53:00.0, 81559, 70.35, 700.00, 200.00, 700.00, 700.00, 650.50, Disabled, Enabled
        1, NVIDIA A100-SXM4-40GB, 00000000:54:00.0, 40960, [N/A], [N/A], [N/A], [N/A], [N/A], [N/A], [N/A], [N/A]

        """

    @Test("saves a host that discovery reads back, without the names of its parts")
    func capture() throws {
        let directory = try TemporaryDirectory()
        let xml = try #require(Fixture.all.first { $0.name == "unknown-locality" }?.text("xml"))
            .replacing("unknown-locality", with: "secret-name")
        try directory.write(xml, to: "host.xml")
        try directory.write(Self.boards, to: "boards.csv")
        try directory.write("1\n", to: "sys/bus/pci/devices/0000:53:00.0/numa_node")
        try directory.write("-1\n", to: "sys/bus/pci/devices/0000:54:00.0/numa_node")
        try directory.write("[{\"neuron_device\": 0, \"neuron_processes\": [{\"command\": \"secret\"}]}]", to: "neuron.json")
        for (program, body) in [
            ("lstopo", "cat \(directory.path)/host.xml"), ("neuron-ls", "[ \"$1\" = -j ] && cat \(directory.path)/neuron.json"),
            ("nvidia-smi", "case \"$1\" in topo) echo matrix;; *) cat \(directory.path)/boards.csv;; esac"),
        ] {
            let path = try directory.write("#!/bin/sh\n\(body)\n", to: "bin/\(program)")
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        }

        let capture = try ChildProcess(
            [Self.program, "mine", "\(directory.path)/out"],
            environment: ["PATH": "\(directory.path)/bin:/usr/bin:/bin", "SYSFS": "\(directory.path)/sys"])
        #expect(capture.wait() == 0)

        func saved(_ suffix: String) throws -> String {
            try String(contentsOfFile: "\(directory.path)/out/mine.\(suffix)", encoding: .utf8)
        }
        #expect(!(try saved("xml")).contains("secret"))
        #expect(!(try saved("neuron-ls.json")).contains("secret"))
        let driver = try FakeDriver(script: saved("nvml"))
        let host = try withExtendedLifetime(driver) {
            try HostDiscovery(.xml(saved("xml")), nvmlLibrary: driver.library, neuron: .listing(saved("neuron-ls.json"))).discover()
        }
        #expect(host.hostname == "mine")
        #expect(host.accelerators.filter { $0.vendor == .nvidia && $0.id.hasPrefix("GPU-") }.map(\.numaNode) == [1, nil])
        let (first, second) = (host.accelerators[0], host.accelerators[1])
        #expect(first.memory == .mebibytes(81_559))
        #expect(first.power.current?.milliwatts == 70_350)
        #expect(first.power.enforcedLimit?.milliwatts == 650_500)
        #expect(first.power.min?.milliwatts == 200_000)
        #expect(first.mig == MIGMode(current: false, pending: true))
        #expect(second.kind?.text == "a100-40")
        #expect(second.power == PowerReading() && second.mig == nil)
        #expect(host.warnings.isEmpty)
    }

    @Test("refuses a name that could leave its directory", arguments: ["../x", "", "A b"])
    func name(text: String) throws {
        #expect(try ChildProcess([Self.program, text]).wait() != 0)
    }
}
