import Foundation
import Testing

@testable import BerthHost

/// A saved host: `NAME.xml`, where it has devices `NAME.nvml` or `NAME.neuron-ls.json`, and the text it is drawn as, `NAME.txt`.
struct Fixture: CustomTestStringConvertible {
    static let all = ["small-vm", "p5-like", "trn2-like", "grace-like", "unknown-locality"].map { Fixture(name: $0) }

    let name: String
    var testDescription: String { name }

    /// The content of one of its files; nil when it has none such.
    func text(_ suffix: String) -> String? {
        guard let url = Bundle.module.url(forResource: "\(name).\(suffix)", withExtension: nil, subdirectory: "Fixtures") else {
            return nil
        }
        return try? String(contentsOf: url, encoding: .utf8)
    }

    func discover() throws -> HostTopology {
        let driver = try text("nvml").map { try FakeDriver(script: $0) }
        var discovery = HostDiscovery(.xml(text("xml") ?? ""), nvmlLibrary: driver?.library, sysfs: "/nonexistent")
        if let listing = text("neuron-ls.json") { discovery.neuron = .listing(listing) }
        return try withExtendedLifetime(driver) { try discovery.discover() }
    }
}
