import BerthModel
import BerthStorage
import Testing

@Suite("slips of the pen in fleet files")
struct FleetFileFaultTests {
    private func refusal(_ text: String) -> BerthError? {
        do {
            _ = try FleetFile.decode(text, fileName: "fleet.yaml")
            return nil
        } catch { return error }
    }

    @Test(
        "ten million nodes are refused, however the range is written, and so are ten million places",
        arguments: [
            ("nodes: [{names: \"h-[1-10000000]\", instance: p5e.48xlarge}]", "1:17: \"h-[1-10000000]\""),
            ("nodes: [{names: \"h-[0-9]r[0-999]n[0-999]\", instance: p5e.48xlarge}]", "1:17: \"h-[0-9]r[0-999]n[0-999]\""),
            ("nodes: [{names: [\"h-[1-999999]\", \"g-[1-9000001]\"], instance: p5e.48xlarge}]", "1:34: \"g-[1-9000001]\""),
            ("nodes: [{names: a, instance: p5e.48xlarge, place: \"k[0-9999999]\"}]", "1:51: \"k[0-9999999]\""),
            ("places: {\"r[0-9]k[0-999999]\": {}}\nnodes: [{this_host: true}]", "1:10: \"r[0-9]k[0-999999]\""),
            ("places: {k: {parent: \"r[0-9999999]\"}}\nnodes: [{this_host: true}]", "1:22: \"r[0-9999999]\""),
        ])
    func tooMany(text: String, start: String) {
        let error = refusal(text)
        #expect(error?.description == "fleet.yaml:\(start) stands for more than the 1000000 names that a fleet may hold")
    }

    @Test(
        "a rack under two rows is named with both, whichever way the ranges overlap",
        arguments: [
            (
                "places:\n  \"r[1-2]\": {}\n  \"r[1-2]k[1-4]\": {parent: \"r[1-2]\"}\n  r2k3: {parent: r1}\nnodes: [{this_host: true}]",
                "fleet.yaml:4:3: place \"r2k3\" is given twice, beneath \"r2\" and \"r1\"; a place has one parent"
            ),
            (
                "places:\n  \"r[1-2]\": {}\n  \"k1,k2,k1,k3\": {parent: \"r[1-2]\"}\nnodes: [{this_host: true}]",
                "fleet.yaml:3:3: place \"k1\" is given twice, beneath \"r1\" and \"r2\"; a place has one parent"
            ),
            (
                "places:\n  r1: {}\n  \"k[1-3]\": {parent: r1}\n  \"k[3-4]\": {parent: r1}\nnodes: [{this_host: true}]",
                "fleet.yaml:4:3: place \"k3\" is given twice; a place has one parent"
            ),
        ])
    func twoRows(text: String, message: String) {
        #expect(refusal(text)?.description == message)
    }

    @Test(
        "a node that is named twice is refused with both lines, in one range as in two",
        arguments: [
            ("nodes:\n- {names: \"a-[1-3],a-2\", instance: p5e.48xlarge}", "fleet.yaml:2:11: node \"a-2\" is given twice"),
            (
                "nodes:\n- {names: a-9, instance: p5e.48xlarge}\n- {names: \"a-[1-3]\", instance: trn2.48xlarge}\n"
                    + "- {names: [b, a-3], cpus: 1, memory: 1 GiB}",
                "fleet.yaml:4:11: node \"a-3\" is given twice (line 3 gives it as well)"
            ),
        ])
    func twiceNamed(text: String, message: String) {
        #expect(refusal(text)?.description == message)
    }

    @Test(
        "watts of a feed, a host and a core are above zero",
        arguments: ["rating", "host_idle", "watts_per_core"],
        [("0 W", "must be above zero, not 0 W"), ("0.000 kW", "must be above zero, not 0 W"), ("-1 kW", "it is below zero")])
    func watts(key: String, value: (text: String, why: String)) {
        let text =
            key == "rating"
            ? "places:\n  hall: {rating: \(value.text)}\nnodes: [{this_host: true}]"
            : "nodes:\n- {names: a, cpus: 4, memory: 1 GiB, \(key): \(value.text)}"
        let error = refusal(text)
        #expect(error?.code == .invalidQuantity)
        #expect(error?.field?.hasPrefix("fleet.yaml:2:") == true)
        #expect(error?.message.contains(value.why) == true, "\(error?.message ?? "accepted")")
    }

    @Test(
        "boards that cannot be partitioned are not: the message names those that can",
        arguments: [
            ("{names: a, instance: p6e-gb200.36xlarge, mig: true}", "2:44: boards of kind \"gb200\""),
            ("{names: a, instance: trn2.48xlarge, mig: true}", "2:39: boards of kind \"trn2\""),
            ("{names: a, kind: inf2, devices: 1, cpus: 1, memory: 1 GiB, mig: true}", "2:62: boards of kind \"inf2\""),
        ])
    func noMIG(entry: String, start: String) {
        let error = refusal("nodes:\n- \(entry)")
        #expect(
            error?.description
                == "fleet.yaml:\(start) cannot be partitioned with MIG "
                + "(leave \"mig\" out; those of a100-40, a100-80, b200, b300, h100, h200 can be)"
        )
        #expect(error?.code == .invalidFleet)
    }

    @Test(
        "\"mig\" goes with boards, and is true or false",
        arguments: [
            ("{names: a, cpus: 1, memory: 1 GiB, mig: true}", "fleet.yaml:2:38: \"mig\" needs a \"kind\""),
            ("{names: a, instance: p5.48xlarge, mig: 3g.40gb}", "fleet.yaml:2:42: \"mig\" must be true or false, not \"3g.40gb\""),
            ("{this_host: true, mig: true}", "fleet.yaml:2:21: \"mig\" does not go with \"this_host\""),
        ])
    func misplacedMIG(entry: String, message: String) {
        #expect(refusal("nodes:\n- \(entry)")?.description == message)
    }

    @Test("boards are kept whole where the file says so, and only there")
    func wholeBoards() throws {
        let file = try FleetFile.decode(
            """
            nodes:
            - {names: a, instance: p5.48xlarge}
            - {names: b, instance: p5.48xlarge, mig: true}
            - {names: c, instance: p5.48xlarge, mig: false}
            - {names: d, instance: trn2.48xlarge, mig: false}
            """, fileName: nil)
        let whole = file.entries.flatMap { entry -> [Bool] in
            if case .nodes(let nodes) = entry { nodes.map(\.groups[0].keepsBoardsWhole) } else { [] }
        }
        #expect(whole == [false, false, true, true])
    }

    @Test("places spread evenly over a range of parents, in order, or are refused")
    func spread() throws {
        let file = try FleetFile.decode(
            "places:\n  \"h[1-2]\": {}\n  \"h[1-2]r[1-2]\": {parent: \"h[1-2]\", rating: 5 kW}\n"
                + "nodes: [{names: \"n[1-8]\", cpus: 1, memory: 1 GiB, place: \"h[1-2]r[1-2]\"}]", fileName: nil)
        let rows = file.places.filter { $0.rating != nil }
        #expect(rows.map(\.name.text) == ["h1r1", "h1r2", "h2r1", "h2r2"])
        #expect(rows.map(\.parent?.text) == ["h1", "h1", "h2", "h2"])
        guard case .nodes(let nodes) = file.entries[0] else { return #expect(Bool(false), "the entry lists nodes") }
        #expect(nodes.map(\.place.text) == ["h1r1", "h1r1", "h1r2", "h1r2", "h2r1", "h2r1", "h2r2", "h2r2"])
        #expect(
            refusal("places:\n  \"h[1-2]\": {}\n  \"r[1-3]\": {parent: \"h[1-2]\"}\nnodes: [{this_host: true}]")?.description
                == "fleet.yaml:3:14: 3 places do not spread evenly over 2 parents")
        #expect(
            refusal("places:\n  \"site,r\": {parent: site}\nnodes: [{this_host: true}]")?.message
                == "\"site\" is the root of all places and has no parent")
    }
}
