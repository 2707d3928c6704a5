import BerthModel
import BerthStorage
import Testing

@Suite("fleet files")
struct FleetFileTests {
    private func fleet(_ text: String) throws(BerthError) -> Fleet {
        try FleetFile.decode(text, fileName: "fleet.yaml").resolve { host throws(BerthError) in
            FleetNode(
                name: try NodeName("here"), groups: [], numaNodes: [NUMANode(index: 0, cores: [[0], [1]], memory: .gibibytes(4))],
                place: host.place,
                hostIdle: host.hostIdle ?? Watts(60), wattsPerCore: host.wattsPerCore ?? Watts(5), isModelled: false)
        }
    }

    @Test("the example of the specification builds its fleet")
    func example() throws {
        let fleet = try fleet(
            """
            schema: 1
            name: mixed
            ports: 20000-20999
            places:
              "rack-[1-4]": {parent: hall-1, rating: 40 kW}
              hall-1: {rating: 600 kW}
            nodes:
              - {names: "h-[01-08]", instance: p5e.48xlarge, place: "rack-[1-4]"}
              - {names: "d-[01-02]", cpus: 64, memory: 512 GiB, place: hall-1, numa_nodes: 2}
              - {this_host: true, modelled_devices: {h200: 8}, host_idle: 80 W}
            """)
        #expect(fleet.name == "mixed" && fleet.ports == 20_000...20_999)
        #expect(fleet.places.map(\.name.text) == ["site", "hall-1", "rack-1", "rack-2", "rack-3", "rack-4"])
        #expect(fleet.places[2] == Place(name: try PlaceName("rack-1"), parent: try PlaceName("hall-1"), rating: Watts(40_000)))
        #expect(fleet.nodes.map(\.name.text) == ["h-01", "h-02", "h-03", "h-04", "h-05", "h-06", "h-07", "h-08", "d-01", "d-02", "here"])
        #expect(fleet.nodes[0].place.text == "rack-1" && fleet.nodes[1].place.text == "rack-1" && fleet.nodes[7].place.text == "rack-4")
        #expect(fleet.nodes[0].isModelled && fleet.nodes[8].isModelled && !fleet.nodes[10].isModelled)
        #expect(fleet.nodes[8].coreCount == 64 && fleet.nodes[8].memory == .gibibytes(512) && fleet.nodes[8].hostIdle == Watts(400))
        #expect(fleet.nodes[10].hostIdle == Watts(80) && fleet.nodes[10].place == Place.site)
        #expect(fleet.deviceCounts == [try KindName("h200"): 64])
    }

    @Test("nodes are spread over link domains in order, those of an UltraServer by fours")
    func links() throws {
        let fleet = try fleet(
            """
            nodes:
              - {names: "u-[1-8]", instance: trn2u.48xlarge, link: "us-[1-2]"}
              - {names: t1, kind: gb200, devices: 4, cpus: 8, memory: 64 GiB, link: nvl}
              - {names: t2, instance: trn2u.48xlarge}
            """)
        #expect(fleet.nodes.map { $0.link?.text ?? "-" } == ["us-1", "us-1", "us-1", "us-1", "us-2", "us-2", "us-2", "us-2", "nvl", "-"])
    }

    @Test("a node by hand has what its file says")
    func byHand() throws {
        let node = try fleet(
            """
            nodes:
              - {names: g1, kind: h100, devices: 4, cpus: 6, threads_per_core: 2, memory: 64 GiB, numa_nodes: 2,
                 device_numa: [0, 0, 1, 1], host_idle: 250 W, watts_per_core: 6 W}
            """
        ).nodes[0]
        #expect(node.groups.count == 1 && node.groups[0].devices.map(\.numaNode) == [0, 0, 1, 1])
        #expect(node.groups[0].devices[3].id == "GPU-modelled-3" && node.groups[0].devices.allSatisfy(\.isModelled))
        #expect(node.numaNodes.map(\.cores) == [[[0, 6], [1, 7], [2, 8]], [[3, 9], [4, 10], [5, 11]]])
        #expect(node.hostIdle == Watts(250) && node.wattsPerCore == Watts(6))
    }

    @Test(
        "each fault is found before anything is built, and named with its place",
        arguments: [
            (
                "nodes: [{names: \"h-[1-10000000]\", instance: p5e.48xlarge}]",
                "fleet.yaml:1:17: \"h-[1-10000000]\" stands for more than the 1000000 names that a fleet may hold"
            ),
            (
                "nodes:\n- {names: \"h-[1-900000]\", instance: p5e.48xlarge}\n- {names: \"g-[1-900000]\", instance: p5e.48xlarge}",
                "fleet.yaml:3:11: \"g-[1-900000]\" stands for more than the 1000000 names that a fleet may hold"
            ),
            (
                "nodes:\n- {names: \"h-[01-04]\", instance: p5e.48xlarge}\n- {names: h-03, instance: p5e.48xlarge}",
                "fleet.yaml:3:11: node \"h-03\" is given twice (line 2 gives it as well)"
            ),
            (
                "places:\n  hall-1: {}\n  hall-2: {}\n  rack-2: {parent: hall-1}\n  \"rack-[1-3]\": {parent: hall-2}\n"
                    + "nodes: [{this_host: true}]",
                "fleet.yaml:5:3: place \"rack-2\" is given twice, beneath \"hall-1\" and \"hall-2\"; a place has one parent"
            ),
            ("places:\n  r: {}\n  r: {}\nnodes: [{this_host: true}]", "fleet.yaml:2:3: key \"r\" is given twice"),
            ("places:\n  r: {rating: 0 W}\nnodes: [{this_host: true}]", "fleet.yaml:2:15: \"rating\" must be above zero, not 0 W"),
            (
                "places:\n  r: {rating: -5 kW}\nnodes: [{this_host: true}]",
                "fleet.yaml:2:15: \"-5 kW\" is not a power: it is below zero; write it like \"1.2 MW\""
            ),
            (
                "nodes: [{names: a, instance: p5e.48xlrage}]",
                "fleet.yaml:1:30: no instance type \"p5e.48xlrage\" is known (did you mean \"p5e.48xlarge\"?)"
            ),
            (
                "nodes: [{names: a, kind: h20, devices: 1, cpus: 1, memory: 1 GiB}]",
                "fleet.yaml:1:26: no accelerator kind \"h20\" is known (did you mean \"h200\"?)"
            ),
            (
                "places: {rack-1: {}}\nnodes: [{names: a, instance: p5e.48xlarge, place: rack-9}]",
                "fleet.yaml:2:51: no place \"rack-9\" is in this fleet (did you mean \"rack-1\"?)"
            ),
            (
                "places:\n  a: {parent: b}\n  b: {parent: a}\nnodes: [{this_host: true}]",
                "fleet.yaml:2:3: the parents of place \"a\" run in a circle"
            ),
            (
                "places:\n  a: {parent: hal}\n  hall: {}\nnodes: [{this_host: true}]",
                "fleet.yaml:2:3: no place \"hal\" is in this fleet, the parent of \"a\" (did you mean \"hall\"?)"
            ),
            (
                "places:\n  site: {parent: a}\n  a: {}\nnodes: [{this_host: true}]",
                "fleet.yaml:2:3: \"site\" is the root of all places and has no parent"
            ),
            ("nodes: []", "fleet.yaml:1:8: the fleet has no nodes"),
            ("name: x", "fleet.yaml:1:1: \"nodes\" is missing in the fleet file (or start the daemon with \"--fleet this-host\")"),
            ("nodes: [{this_host: true}, {this_host: true}]", "fleet.yaml:1:28: this host is given twice"),
            ("nodes: [{this_host: true, names: a}]", "fleet.yaml:1:27: \"names\" does not go with \"this_host\""),
            ("nodes: [{names: a, instance: p5e.48xlarge, cpus: 4}]", "fleet.yaml:1:44: \"cpus\" does not go with \"instance\""),
            ("nodes: [{this_host: true, modelled_devices: {h200: 17}}]", "fleet.yaml:1:52: \"h200\" must be 1 to 16, not 17"),
            ("nodes: [{names: a, cpus: 4, memory: 1 GiB, host_idle: 0 W}]", "fleet.yaml:1:55: \"host_idle\" must be above zero, not 0 W"),
            ("nodes: [{names: a, cpus: 4, memory: 1 GiB, devices: 2}]", "fleet.yaml:1:44: \"devices\" need a \"kind\""),
            ("nodes: [{names: a, cpus: 1, memory: 1 GiB, numa_nodes: 2}]", "fleet.yaml:1:44: 1 cores cannot be spread over 2 NUMA nodes"),
            (
                "nodes: [{names: \"a-[1-3]\", instance: p5e.48xlarge, place: \"r-[1-2]\"}]\nplaces: {\"r-[1-2]\": {}}",
                "fleet.yaml:1:52: 3 nodes do not spread evenly over 2 places"
            ),
            (
                "nodes: [{names: \"g-[1-36]\", instance: p6e-gb200.36xlarge, link: nvl-1}]",
                "fleet.yaml:1:65: a link domain of these nodes has up to 18 of them, not 36 (name more domains, like \"nvl-1-[1-2]\")"
            ),
            (
                "nodes: [{names: \"g-[1-3]\", instance: p6e-gb200.36xlarge, link: \"nvl-[1-2]\"}]",
                "fleet.yaml:1:64: 3 nodes do not spread evenly over 2 link domains"
            ),
            (
                "nodes: [{names: a, instance: p5e.48xlarge, link: nvl-1}]",
                "fleet.yaml:1:50: these nodes are linked to no others: their links end at the node (leave \"link\" out)"
            ),
            (
                "nodes:\n- {names: a, instance: trn3-gen2, link: s}\n- {names: b, instance: trn3-gen2, link: s}",
                "fleet.yaml:3:41: link domain \"s\" is given twice (its nodes are alike, and stand in one entry)"
            ),
            ("nodes: [{this_host: true, link: nvl-1}]", "fleet.yaml:1:27: \"link\" does not go with \"this_host\""),
            (
                "ports: 80-90\nnodes: [{this_host: true}]",
                "fleet.yaml:1:8: \"80-90\" is not a range of ports (write it like \"20000-29999\", within 1024-65535)"
            ),
        ])
    func faults(text: String, message: String) {
        let error = #expect(throws: BerthError.self) { try fleet(text) }
        #expect(error?.description == message)
    }

    @Test("a modelled node may not carry this host's name")
    func sameName() {
        let error = #expect(throws: BerthError.self) { try fleet("nodes: [{names: here, instance: p5e.48xlarge}, {this_host: true}]") }
        #expect(error?.code == .invalidFleet)
    }

    @Test("nine levels of places are one too many")
    func tooDeep() {
        let places = (1...8).map { "  p\($0): {parent: \($0 == 1 ? "site" : "p\($0 - 1)")}\n" }.joined()
        let error = #expect(throws: BerthError.self) { try fleet("places:\n\(places)nodes: [{this_host: true}]") }
        #expect(error?.message == "\"p8\" is 9 levels deep; at most 8 are supported")
    }
}
