import BerthModel
import BerthPolicy
import BerthStorage
import Foundation
import Testing

/// `Policies/fleet-bench.yaml`. The figures are those of the file's comments.
@Suite("the fleet to measure a daemon with")
struct BenchFleetTests {
    private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Policies/fleet-bench.yaml")

    @Test("it has 10,000 nodes with 112,000 devices of two kinds")
    func size() throws {
        let text = try String(contentsOf: BenchFleetTests.file, encoding: .utf8)
        let fleet = try FleetFile.decode(text, fileName: "fleet-bench.yaml").resolve { _ throws(BerthError) in
            throw BerthError(.invalidFleet, "the fleet is all modelled")
        }
        #expect(fleet.nodes.count == 10_000)
        #expect(fleet.deviceCounts.map { "\($0.key) \($0.value)" }.sorted() == ["h200 48000", "trn2 64000"])
    }
}
