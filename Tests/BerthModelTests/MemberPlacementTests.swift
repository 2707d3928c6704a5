import BerthModel
import Foundation
import TestSupport
import Testing

@Suite("What a member holds")
struct MemberPlacementTests {
    private typealias Core = MemberPlacement.Core
    private typealias Memory = MemberPlacement.Memory

    private static let coreLists: [[Core]] = [
        [], [Core(numaNode: 0, core: 0, eighths: 8)], [Core(numaNode: 1, core: 127, eighths: 8)], [Core(numaNode: 1, core: 3, eighths: 5)],
        (0..<72).map { Core(numaNode: 0, core: $0, eighths: 8) } + (64..<100).map { Core(numaNode: 1, core: $0, eighths: 8) },
        // What no masks hold.
        [Core(numaNode: 2, core: 0, eighths: 8)], [Core(numaNode: 0, core: 128, eighths: 8)], [Core(numaNode: 0, core: -1, eighths: 8)],
        [Core(numaNode: 0, core: 1, eighths: 8), Core(numaNode: 0, core: 0, eighths: 8)],
        [Core(numaNode: 0, core: 1, eighths: 8), Core(numaNode: 0, core: 1, eighths: 8)],
        [Core(numaNode: 0, core: 1, eighths: 3), Core(numaNode: 0, core: 2, eighths: 3)],
        [Core(numaNode: 0, core: 1, eighths: 9)], [Core(numaNode: 0, core: 1, eighths: 0)],
    ]
    private static let memoryLists: [[Memory]] = [
        [], [Memory(numaNode: 0, mebibytes: 1)], [Memory(numaNode: 1, mebibytes: 4_294_967_295)],
        [Memory(numaNode: 0, mebibytes: 2), Memory(numaNode: 1, mebibytes: 3)],
        [Memory(numaNode: 1, mebibytes: 3), Memory(numaNode: 0, mebibytes: 2)], [Memory(numaNode: 0, mebibytes: 0)],
        [Memory(numaNode: 3, mebibytes: 1)], [Memory(numaNode: 0, mebibytes: 4_294_967_296)], [Memory(numaNode: 0, mebibytes: -1)],
    ]
    private static let deviceLists: [[Int]] = [[], [0], [15], [0, 1, 2, 15], [1, 0], [1, 1], [16], [-1]]

    private static var all: [MemberPlacement] {
        let parts: [MemberPlacement.Part?] = [
            nil, MemberPlacement.Part(partition: .mig("3g.40gb"), start: 4, thousandths: 500, boardWatts: Watts(100)),
        ]
        return coreLists.flatMap { cores in
            memoryLists.flatMap { memory in
                deviceLists.flatMap { devices in
                    parts.map { part in
                        var member = MemberPlacement(
                            member: 3, node: NodeName(literal: "n1"), kind: KindName(literal: "h200"), devices: devices, cores: cores,
                            memory: memory, watts: Watts(5))
                        member.part = part
                        return member
                    }
                }
            }
        }
    }

    @Test("lists come back as they were given, whether words hold them or not")
    func lists() {
        for cores in MemberPlacementTests.coreLists {
            for memory in MemberPlacementTests.memoryLists {
                for devices in MemberPlacementTests.deviceLists {
                    var member = MemberPlacement(
                        member: 0, node: NodeName(literal: "n1"), kind: nil, devices: devices, cores: cores, memory: memory, watts: .zero)
                    #expect(member.devices == devices && member.cores == cores && member.memory == memory)
                    #expect(member.deviceCount == devices.count)
                    (member.cores, member.memory, member.devices) = ([], [], [])
                    let empty = MemberPlacement(
                        member: 0, node: NodeName(literal: "n1"), kind: nil, devices: [], cores: [], memory: [], watts: .zero)
                    #expect(member == empty)
                }
            }
        }
    }

    @Test("placements are equal exactly when their journal forms are")
    func equality() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let members = MemberPlacementTests.all
        let forms = try members.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
        #expect(Set(members).count == members.count && Set(forms).count == members.count)
        for (member, form) in zip(members, forms) {
            let read = try JSONDecoder().decode(MemberPlacement.self, from: Data(form.utf8))
            #expect(read == member && read.hashValue == member.hashValue)
        }
    }

    @Test("where the fleet has the node is no part of what a placement says")
    func position() {
        var member = MemberPlacementTests.all[0]
        member.position = NodePosition(7)
        #expect(member == MemberPlacementTests.all[0] && member.position.value == 7 && NodePosition(-1).value == nil)
    }

    @Test("the journal's form is the one it always had")
    func form() throws {
        var member = MemberPlacement(
            member: 1, node: NodeName(literal: "r1n2"), kind: KindName(literal: "trn2"), devices: [0, 1],
            cores: [Core(numaNode: 0, core: 4, eighths: 8), Core(numaNode: 1, core: 70, eighths: 8)],
            memory: [Memory(numaNode: 1, mebibytes: 512)], watts: Watts(milliwatts: 1500), port: 20_001)
        member.lnc = 2
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = String(decoding: try encoder.encode(member), as: UTF8.self)
        #expect(
            text == #"{"cores":[{"core":4,"eighths":8,"numaNode":0},{"core":70,"eighths":8,"numaNode":1}],"devices":[0,1],"kind":"trn2","#
                + #""lnc":2,"member":1,"memory":[{"mebibytes":512,"numaNode":1}],"node":"r1n2","port":20001,"watts":1500}"#)
    }

    @Test(
        "numbers that no placement has are refused when they are read, not taken for bugs",
        arguments: [#""member":-1"#, #""member":9999999999"#, #""port":-5,"member":1"#, #""lnc":70000,"member":1"#])
    func outOfRange(_ field: String) {
        let text = #"{"cores":[],"devices":[],"memory":[],"node":"n","watts":1,\#(field)}"#
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(MemberPlacement.self, from: Data(text.utf8)) }
    }
}
