import BerthModel
import Testing
import TestSupport

@Suite("MIG")
struct MIGTests {
    private static func kind(_ name: String) throws -> AcceleratorKind { try Catalogue.shipped.kind(KindName(name)) }

    private static let h100 = Result { try kind("h100") }

    private func profile(_ name: String) throws -> MIGProfile { try MIGTests.h100.get().migProfile(name) }

    /// An H100 with these instances, each given as profile and start.
    private func board(_ instances: [(String, Int)]) throws -> MIGOccupancy? {
        try instances.reduce(MIGOccupancy()) { board, instance in try board?.adding(profile(instance.0), at: instance.1) }
    }

    @Test(
        "each board has the profiles of NVIDIA's guide, by their names there",
        arguments: [
            ("a100-40", "1g.5gb 1g.5gb+me 1g.10gb 2g.10gb 3g.20gb 4g.20gb 7g.40gb"),
            ("a100-80", "1g.10gb 1g.10gb+me 1g.20gb 2g.20gb 3g.40gb 4g.40gb 7g.80gb"),
            ("h100", "1g.10gb 1g.10gb+me 1g.20gb 2g.20gb 3g.40gb 4g.40gb 7g.80gb"),
            ("h200", "1g.18gb 1g.18gb+me 1g.35gb 2g.35gb 3g.71gb 4g.71gb 7g.141gb"),
            ("b200", "1g.23gb 1g.23gb+me 1g.45gb 2g.45gb 3g.90gb 4g.90gb 7g.180gb"),
            ("b300", "1g.34gb 2g.67gb 3g.135gb"),
            ("gb200", "1g.23gb 1g.47gb 2g.47gb 3g.93gb 4g.93gb 7g.186gb"),
            ("trn1", ""), ("trn2", ""), ("trn3", ""), ("inf2", ""),
        ])
    func names(kind: String, names: String) throws {
        #expect(try MIGTests.kind(kind).migProfiles.map(\.name).joined(separator: " ") == names)
    }

    @Test(
        "starts and slices are those that nvidia-smi lists",
        arguments: [
            ("1g.10gb", [0, 1, 2, 3, 4, 5, 6], 1, 1, 7), ("1g.10gb+me", [0, 1, 2, 3, 4, 5, 6], 1, 1, 1),
            ("1g.20gb", [0, 2, 4, 6], 2, 1, 4), ("2g.20gb", [0, 2, 4], 2, 2, 3), ("3g.40gb", [0, 4], 4, 3, 2), ("4g.40gb", [0], 4, 4, 1),
            ("7g.80gb", [0], 8, 7, 1),
        ] as [(String, [Int], Int, Int, Int)])
    func shapes(name: String, starts: [Int], memory: Int, compute: Int, most: Int) throws {
        let profile = try profile(name)
        #expect(profile.starts == starts && profile.memorySlices == memory && profile.computeSlices == compute)
        #expect(profile.instancesMax == most && profile.hasMediaEngines == name.hasSuffix("+me"))
    }

    @Test("on every board a profile has the compute slices of its name, and fits as often as its table says")
    func tables() {
        for kind in Catalogue.shipped.kinds.values {
            #expect(Set(kind.migProfiles.map(\.name)).count == kind.migProfiles.count)
            for profile in kind.migProfiles {
                #expect(profile.name.hasPrefix("\(profile.computeSlices)g."))
                #expect(MIGTests.most(profile, on: MIGOccupancy()) == profile.instancesMax, "\(kind.name) \(profile.name)")
            }
        }
    }

    /// Instances that still fit, over all orders of placing them.
    private static func most(_ profile: MIGProfile, on board: MIGOccupancy) -> Int {
        board.starts(of: profile).map { start in board.adding(profile, at: start).map { 1 + most(profile, on: $0) } ?? 0 }.max() ?? 0
    }

    @Test("boards can be partitioned but those of Neuron, and those of GB200 although they have profiles")
    func capability() {
        let able = Catalogue.shipped.kinds.values.filter(\.canPartition).map(\.name.text).sorted()
        #expect(able == ["a100-40", "a100-80", "b200", "b300", "h100", "h200"])
    }

    @Test("seven instances of 1g fill the compute slices and leave memory slice 7 to nobody")
    func seven() throws {
        let board = try #require(try board((0...6).map { ("1g.10gb", $0) }))
        #expect(board.memory == 0b0111_1111 && board.compute == 7)
        for profile in try MIGTests.h100.get().migProfiles { #expect(board.starts(of: profile) == []) }
        #expect(try MIGOccupancy().adding(profile("1g.10gb"), at: 7) == nil)
    }

    @Test("3g and 4g share a board in one way only, two of 4g never do, two of 3g waste a compute slice")
    func large() throws {
        #expect(try MIGOccupancy().adding(profile("3g.40gb"), at: 4)?.starts(of: profile("4g.40gb")) == [0])
        #expect(try MIGOccupancy().adding(profile("3g.40gb"), at: 0)?.starts(of: profile("4g.40gb")) == [])
        #expect(try MIGOccupancy().adding(profile("4g.40gb"), at: 0)?.starts(of: profile("4g.40gb")) == [])
        #expect(try MIGOccupancy().adding(profile("4g.40gb"), at: 4) == nil)
        let twice = try #require(try board([("3g.40gb", 0), ("3g.40gb", 4)]))
        #expect(twice.compute == 6 && twice.memory == 0xFF)
        #expect(try twice.starts(of: profile("1g.10gb")) == [])
    }

    @Test("beside a 3g at 0 three small instances fit, beside one at 4 four, and nothing beside 7g")
    func remainder() throws {
        #expect(try board([("3g.40gb", 0)])?.starts(of: profile("1g.10gb")) == [4, 5, 6])
        #expect(try board([("3g.40gb", 4)])?.starts(of: profile("1g.10gb")) == [0, 1, 2, 3])
        #expect(try board([("3g.40gb", 0)])?.starts(of: profile("1g.20gb")) == [4, 6])
        #expect(try board([("3g.40gb", 0)])?.starts(of: profile("2g.20gb")) == [4])
        #expect(try board([("7g.80gb", 0)])?.starts(of: profile("1g.10gb")) == [])
    }

    @Test("one instance of a board has the media engines, and gives them back")
    func media() throws {
        let media = try profile("1g.10gb+me")
        let board = try #require(MIGOccupancy().adding(media, at: 3))
        #expect(board.starts(of: media) == [])
        #expect(try board.starts(of: profile("1g.10gb")) == [0, 1, 2, 4, 5, 6])
        #expect(board.removing(media, at: 3) == MIGOccupancy())
    }

    @Test("random boards agree with a list of instances that is searched slice by slice", arguments: 0..<40)
    func twin(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let profiles = try #require(Catalogue.shipped.kinds.values.map(\.migProfiles).filter { !$0.isEmpty }.randomElement(using: &random))
        var board = MIGOccupancy()
        var instances: [(profile: MIGProfile, start: Int)] = []
        for step in 0..<200 {
            let profile = try #require(profiles.randomElement(using: &random))
            let legal = profile.starts.filter { start in
                let taken = instances.flatMap { Array($0.start..<$0.start + $0.profile.memorySlices) }
                let compute = instances.reduce(0) { $0 + $1.profile.computeSlices }
                return (start..<start + profile.memorySlices).allSatisfy { !taken.contains($0) } && compute + profile.computeSlices <= 7
                    && !(profile.hasMediaEngines && instances.contains { $0.profile.hasMediaEngines })
            }
            #expect(board.starts(of: profile) == legal, "seed \(seed) step \(step)")
            if let start = legal.randomElement(using: &random), Bool.random(using: &random) {
                board = try #require(board.adding(profile, at: start))
                instances.append((profile, start))
            } else if !instances.isEmpty {
                let ended = instances.remove(at: Int.random(in: 0..<instances.count, using: &random))
                board = board.removing(ended.profile, at: ended.start)
            }
        }
        for instance in instances { board = board.removing(instance.profile, at: instance.start) }
        #expect(board == MIGOccupancy(), "seed \(seed)")
    }
}
