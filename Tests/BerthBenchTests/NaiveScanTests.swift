import BerthModel
import BerthPlacement
import Testing

@testable import BerthBench

@Suite("The scan of every node")
struct NaiveScanTests {
    private static let fleet = MixedFleet(nodes: 200, agencies: 4)

    private static func request(_ kind: Int, _ count: Int) -> ClaimRequest {
        ClaimRequest(kind: kind, count: count, cores: .cores(1), mebibytes: 1024, agency: 1, wattsPerDevice: Watts(100))
    }

    @Test("it fits best: one device goes to the node that is used already")
    func bestFit() throws {
        let scan = NaiveScan(NaiveScanTests.fleet.fleet)
        let first = try #require(scan.place(NaiveScanTests.request(0, 4)))
        let second = try #require(scan.place(NaiveScanTests.request(0, 1)))
        #expect(second.node == first.node)
        #expect(first.devices & second.devices == 0)
        #expect(scan.faults().isEmpty)
    }

    @Test("it fills a kind to the last device, then refuses, and places again after a release")
    func full() throws {
        let fleet = NaiveScanTests.fleet.fleet
        let scan = NaiveScan(fleet)
        let nodes = fleet.nodes.count { fleet.types[$0.type].kind == 0 }
        var claims: [NaiveClaim] = []
        while let claim = scan.fill(NaiveScanTests.request(0, 8), from: 7) { claims.append(claim) }
        #expect(claims.count == nodes)
        #expect(Set(claims.map(\.node)).count == nodes)
        #expect(scan.place(NaiveScanTests.request(0, 1)) == nil)
        let last = try #require(claims.last)
        scan.release(last)
        #expect(scan.place(NaiveScanTests.request(0, 8)) != nil)
        #expect(scan.faults().isEmpty)
    }

    @Test("what is released is all there again: the same claims fit as at first")
    func released() throws {
        let scan = NaiveScan(NaiveScanTests.fleet.fleet)
        let claims = try (0..<50).map { try #require(scan.place(NaiveScanTests.request($0 % 6, 1))) }
        for claim in claims { scan.release(claim) }
        let again = try (0..<50).map { try #require(scan.place(NaiveScanTests.request($0 % 6, 1))) }
        #expect(again.map(\.node) == claims.map(\.node))
        #expect(again.map(\.devices) == claims.map(\.devices))
    }

    @Test("it agrees with the engine on whether a job fits, over a whole random filling")
    func agreement() {
        let fleet = NaiveScanTests.fleet
        let (scan, engine) = (NaiveScan(fleet.fleet), PlacementEngine(fleet.fleet))
        var (claimer, random, held) = (engine.claimer(0), SplitMix(seed: 21), [Int](repeating: 0, count: fleet.kinds.count))
        // Whole nodes only: of those both have the same number left, wherever they put them.
        for _ in 0..<400 {
            let kind = random.below(fleet.kinds.count)
            let devices = fleet.fleet.types[kind].devices
            var claim = Claim()
            let placed = engine.claim(NaiveScanTests.request(kind, devices), by: &claimer, into: &claim) == nil
            #expect((scan.place(NaiveScanTests.request(kind, devices)) != nil) == placed)
            if placed { held[kind] += 1 }
        }
        for kind in held.indices { #expect(held[kind] <= fleet.fleet.nodes.count { $0.type == kind }) }
        #expect(held.reduce(0, +) > 100)
    }
}
