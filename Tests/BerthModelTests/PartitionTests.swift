import BerthModel
import Foundation
import Testing

@Suite("Parts of devices")
struct PartitionTests {
    private static let requests: [(text: String, request: AcceleratorRequest)] = [
        ("h100:mig=3g.40gb", AcceleratorRequest(kind: KindName(literal: "h100"), count: 1, partition: .mig("3g.40gb"))),
        (
            "h100:fraction=250/20GiB",
            AcceleratorRequest(kind: KindName(literal: "h100"), count: 1, partition: .thousandths(250, memory: .gibibytes(20)))
        ),
        (
            "b200:fraction=1/1500000001B",
            AcceleratorRequest(kind: KindName(literal: "b200"), count: 1, partition: .thousandths(1, memory: Bytes(1_500_000_001)))
        ),
        ("trn2:16:lnc=1", AcceleratorRequest(kind: KindName(literal: "trn2"), count: 16, lnc: 1)),
        ("h100:3:mig=1g.10gb+me", AcceleratorRequest(kind: KindName(literal: "h100"), count: 3, partition: .mig("1g.10gb+me"))),
        ("h200:8", AcceleratorRequest(kind: KindName(literal: "h200"), count: 8)),
    ]

    @Test("a request and its text are the same thing", arguments: requests)
    func texts(text: String, request: AcceleratorRequest) throws {
        #expect(request.description == text)
        #expect(try AcceleratorRequest(parsing: text) == request)
        #expect(try AcceleratorRequest.alternatives(parsing: "x:1 | \(text)")[1] == request)
    }

    @Test(
        "broken parts are refused",
        arguments: [
            "h100:mig=", "h100:mig", "h100:mig=a:mig=b", "h100:fraction=250", "h100:fraction=x/1GiB", "h100:fraction=250/20",
            "h100:slice=1",
            "h100:mig=a:fraction=1/1GiB", "trn2:lnc=", "trn2:lnc=x", "trn2:lnc=1:lnc=1", "trn2:1:2:lnc=1", "h100:1:=",
            "h100:fraction=-1/1GiB",
        ])
    func broken(text: String) {
        #expect(refusal { _ = try AcceleratorRequest(parsing: text) } == .invalidQuantity)
    }

    @Test("the journal's form is frozen, and a request of before there were parts is still read")
    func journal() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let texts = try PartitionTests.requests.map { String(decoding: try encoder.encode($0.request), as: UTF8.self) }
        #expect(
            texts == [
                #"{"count":1,"kind":"h100","partition":{"mig":"3g.40gb"}}"#,
                #"{"count":1,"kind":"h100","partition":{"memory":21474836480,"thousandths":250}}"#,
                #"{"count":1,"kind":"b200","partition":{"memory":1500000001,"thousandths":1}}"#,
                #"{"count":16,"kind":"trn2","lnc":1}"#,
                #"{"count":3,"kind":"h100","partition":{"mig":"1g.10gb+me"}}"#,
                #"{"count":8,"kind":"h200"}"#,
            ])
        for (text, entry) in zip(texts, PartitionTests.requests) {
            #expect(try JSONDecoder().decode(AcceleratorRequest.self, from: Data(text.utf8)) == entry.request)
        }
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(AcceleratorRequest.self, from: Data(#"{"count":1,"kind":"h100","partition":{}}"#.utf8))
        }
    }

    @Test(
        "what no device can give is refused before its kind is known",
        arguments: [
            ("h100:2:mig=3g.40gb", "/accelerators/0/count", "parts of 2 devices of kind h100: a member has a part of one device"),
            ("h100:mig=3G.40GB", "/accelerators/0/mig", "\"3G.40GB\" is not the name of a MIG profile"),
            ("h100:fraction=0/1GiB", "/accelerators/0/fraction/thousandths", "0 thousandths of a device: ask for 1 to 999"),
            ("h100:fraction=1000/1GiB", "/accelerators/0/fraction/thousandths", "or for whole devices"),
            ("h100:fraction=250/0GiB", "/accelerators/0/fraction/memory", "a fraction of a device needs some of its memory"),
            ("trn2:16:lnc=3", "/accelerators/0/lnc", "lnc 3: a logical core joins 1 or 2 physical ones"),
        ])
    func invalid(text: String, field: String, message: String) throws {
        var spec = JobSpec(name: "a", jobClass: .batch, program: .command(["a"]), directory: "/")
        spec.accelerators = [try AcceleratorRequest(parsing: text)]
        let error = #expect(throws: BerthError.self) { try spec.validate() }
        #expect(error?.code == .invalidJob && error?.field == field)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test("two parts of one kind are two alternatives, the same one twice is a slip")
    func alternatives() throws {
        var spec = JobSpec(name: "a", jobClass: .batch, program: .command(["a"]), directory: "/")
        spec.accelerators = try AcceleratorRequest.alternatives(parsing: "h100:mig=3g.40gb | h100:mig=4g.40gb | h100 | trn2 | trn2:lnc=1")
        #expect(throws: Never.self) { try spec.validate() }
        spec.accelerators.append(spec.accelerators[1])
        #expect(throws: BerthError.self) { try spec.validate() }
    }

    @Test(
        "each kind takes the parts that it has",
        arguments: [
            "h100:mig=3g.40gb", "a100-40:mig=3g.20gb", "h200:mig=1g.18gb+me", "b300:mig=2g.67gb", "h100:fraction=999/80GiB",
            "gb200:fraction=500/8GiB", "trn2:16:lnc=1", "trn3:1:lnc=2", "inf2:1",
        ])
    func possible(text: String) throws {
        let request = try AcceleratorRequest(parsing: text)
        let kind = try Catalogue.shipped.kind(request.kind)
        #expect(throws: Never.self) { try kind.validate(request, field: "/accelerators/0") }
    }

    @Test(
        "and refuses others, saying what it has",
        arguments: [
            (
                "h100:mig=3g.20gb",
                "/accelerators/2/mig: h100 has no MIG profile \"3g.20gb\" (did you mean \"3g.40gb\"? "
                    + "known: 1g.10gb, 1g.10gb+me, 1g.20gb, 2g.20gb, 3g.40gb, 4g.40gb, 7g.80gb)"
            ),
            (
                "b300:mig=4g.135gb",
                "/accelerators/2/mig: b300 has no MIG profile \"4g.135gb\" (did you mean \"3g.135gb\"? known: 1g.34gb, 2g.67gb, 3g.135gb)"
            ),
            (
                "b300:mig=whole",
                "/accelerators/2/mig: b300 has no MIG profile \"whole\" (known: 1g.34gb, 2g.67gb, 3g.135gb)"
            ),
            (
                "gb200:mig=3g.93gb",
                "/accelerators/2/mig: a MIG instance \"3g.93gb\" was asked of gb200, whose boards cannot be partitioned "
                    + "(ask for whole devices, like \"gb200:1\")"
            ),
            (
                "trn2:mig=1g.10gb",
                "/accelerators/2/mig: a MIG instance \"1g.10gb\" was asked of trn2, whose boards cannot be partitioned "
                    + "(ask for whole devices, like \"trn2:1\")"
            ),
            (
                "trn2:fraction=250/4GiB",
                "/accelerators/2/fraction: a fraction was asked of trn2: a Neuron core belongs to one process, so its devices cannot be "
                    + "shared (ask for whole devices, like \"trn2:1\")"
            ),
            (
                "h100:fraction=250/81GiB",
                "/accelerators/2/fraction/memory: 81 GiB of device memory were asked of h100, which has 80 GiB "
                    + "(ask for less, or for whole devices)"
            ),
            (
                "h100:8:lnc=2",
                "/accelerators/2/lnc: lnc 2 was asked of h100, which is a GPU: only Neuron devices have logical cores (leave \"lnc\" out)"
            ),
            ("trn1:1:lnc=1", "/accelerators/2/lnc: lnc 1 was asked of trn1, whose cores are not joined (leave \"lnc\" out)"),
        ])
    func impossible(text: String, message: String) throws {
        let request = try AcceleratorRequest(parsing: text)
        let kind = try Catalogue.shipped.kind(request.kind)
        let error = #expect(throws: BerthError.self) { try kind.validate(request, field: "/accelerators/2") }
        #expect(error?.code == .invalidJob && error?.description == message)
    }
}
