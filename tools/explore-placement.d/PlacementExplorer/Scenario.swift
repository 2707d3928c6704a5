/// A fleet and what each claimer does on it.
struct Scenario {
    let name: String
    var fleet = ModelFleet()
    let programs: [[Operation]]

    /// The first operations of the first claimers.
    func cut(claimers: Int, operations: Int) -> Scenario {
        Scenario(name: name, fleet: fleet, programs: programs.prefix(claimers).map { Array($0.prefix(operations)) })
    }

    static let all = devices + boards + ceilings + linked

    private static let devices: [Scenario] = [
        // Both want the last whole node, and what is left of it.
        Scenario(
            name: "collide", fleet: ModelFleet(rackWatts: 2000),
            programs: [
                [.claim(.devices(2)), .release, .claim(.devices(1)), .release],
                [.claim(.devices(1)), .release, .claim(.devices(2)), .release],
                [.claim(.devices(2)), .release, .claim(.devices(1)), .release],
            ]),
        // Claims that pile up: the third of a claimer may or may not find room.
        Scenario(
            name: "fill",
            programs: [
                [.claim(.devices(1)), .claim(.devices(1)), .release, .claim(.devices(2))],
                [.claim(.devices(1)), .claim(.devices(2)), .release, .release],
                [.claim(.devices(2)), .claim(.devices(1)), .release, .release],
            ]),
        // One leaves a class as another comes into it and a third looks there.
        Scenario(
            name: "come-and-go", programs: [[.claim(.devices(1)), .claim(.devices(1))], [.claim(.devices(1))], [.claim(.devices(1))]]),
        // The racks have the watts of one device each.
        Scenario(
            name: "rack-bound", fleet: ModelFleet(rackWatts: 400),
            programs: [
                [.claim(.devices(1)), .release, .claim(.devices(1)), .release],
                [.claim(.devices(1)), .claim(.devices(1)), .release, .release],
                [.claim(.devices(1)), .release, .claim(.devices(1)), .release],
            ]),
        // Both nodes in one rack, which has the watts of two devices: claims refused for watts while they come back.
        Scenario(
            name: "shared-rack", fleet: ModelFleet(rackWatts: 600, oneRack: true),
            programs: [
                [.claim(.devices(2)), .release, .claim(.devices(1)), .release],
                [.claim(.devices(1)), .release, .claim(.devices(2)), .release],
                [.claim(.devices(1)), .release, .claim(.devices(2)), .release],
            ]),
        // The row has the watts of two devices.
        Scenario(
            name: "row-bound", fleet: ModelFleet(rowWatts: 600),
            programs: [
                [.claim(.devices(2)), .release, .claim(.devices(1)), .release],
                [.claim(.devices(1)), .claim(.devices(1)), .release, .release],
                [.claim(.devices(1)), .release, .claim(.devices(2)), .release],
            ]),
        // The hall has the watts of two devices: credits are taken back.
        Scenario(
            name: "hall-bound", fleet: ModelFleet(hallWatts: 600),
            programs: [
                [.claim(.devices(1)), .release, .claim(.devices(2)), .release],
                [.claim(.devices(1)), .claim(.devices(1)), .release, .release],
                [.claim(.devices(1)), .release, .claim(.devices(1)), .release],
            ]),
        // The site is lowered while credits of its hall are used.
        Scenario(
            name: "lower-site", fleet: ModelFleet(siteWatts: 30_000),
            programs: [
                [.claim(.devices(1)), .release, .claim(.devices(1)), .release],
                [.budget(domain: ModelFleet.site, watts: -29_600), .claim(.devices(1)), .release, .claim(.devices(1))],
                [.claim(.devices(1)), .release, .claim(.devices(1)), .release],
            ]),
        // A lowering between a release and the next claim, then another.
        Scenario(
            name: "lower-hall-twice", fleet: ModelFleet(hallWatts: 30_000),
            programs: [
                [.claim(.devices(1)), .claim(.devices(1)), .release, .claim(.devices(1))],
                [
                    .budget(domain: ModelFleet.hall, watts: -29_500), .budget(domain: ModelFleet.hall, watts: 400),
                    .budget(domain: ModelFleet.hall, watts: -500), .claim(.devices(1)),
                ], [.claim(.devices(1)), .release],
            ]),
        Scenario(
            name: "lower-rack", fleet: ModelFleet(oneRack: true),
            programs: [
                [.claim(.devices(1)), .release, .claim(.devices(2)), .release],
                [.budget(domain: ModelFleet.rackA, watts: -300), .claim(.devices(1)), .release, .claim(.devices(1))],
                [.claim(.devices(2)), .release],
            ]),
        // Budgets that begin short and rise while claims look for them.
        Scenario(
            name: "raise", fleet: ModelFleet(rackWatts: 250, rowWatts: 250),
            programs: [
                [.claim(.devices(1)), .claim(.devices(1)), .release, .claim(.devices(2))],
                [
                    .budget(domain: ModelFleet.rackA, watts: 350), .budget(domain: ModelFleet.row, watts: 350), .claim(.devices(1)),
                    .release,
                ],
                [.claim(.devices(1)), .release],
            ]),
        // A gang of two whole nodes against single claims.
        Scenario(
            name: "gang",
            programs: [
                [.gang(2, .devices(2)), .release, .gang(2, .devices(1)), .release],
                [.claim(.devices(1)), .release, .claim(.devices(2)), .release], [.gang(2, .devices(1)), .release],
            ]),
        Scenario(
            name: "gangs",
            programs: [
                [.gang(2, .devices(1)), .release, .gang(2, .devices(2)), .release],
                [.gang(2, .devices(2)), .release, .claim(.devices(1)), .release],
                [.claim(.devices(1)), .release],
            ]),
        // An agency that may hold two devices, beside one without a bound.
        Scenario(
            name: "agency",
            programs: [
                [.claim(.devices(1, agency: 1)), .claim(.devices(1, agency: 1)), .release, .release],
                [.claim(.devices(2, agency: 1)), .release, .claim(.devices(1, agency: 1)), .claim(.devices(1))],
                [.claim(.devices(1, agency: 1)), .release],
            ]),
        // A node is drained, and comes back, under claims.
        Scenario(
            name: "drain",
            programs: [
                [.claim(.devices(2)), .claim(.devices(1)), .release, .release],
                [.admit(node: 0, false), .claim(.devices(1)), .admit(node: 0, true), .claim(.devices(2))],
                [.claim(.devices(1)), .release],
            ]),
        // A drained node changes its label under claims with and without devices.
        Scenario(
            name: "label",
            programs: [
                [.claim(.cores(1)), .release, .claim(.devices(1)), .release],
                [.admit(node: 0, false), .label(node: 0, 7), .admit(node: 0, true), .claim(.devices(1, label: 7))],
                [.claim(.devices(1, label: 7)), .release],
            ]),
        // Parts of cores: slots open and close.
        Scenario(
            name: "parts",
            programs: [
                [.claim(.part(4)), .claim(.part(4)), .release, .release],
                [.claim(.part(4)), .release, .claim(.part(6, devices: 1)), .release],
                [.claim(.part(5)), .release],
            ]),
        // One core on each NUMA node: devices fit, cores do not.
        Scenario(
            name: "cores", fleet: ModelFleet(cores: 1),
            programs: [
                [.claim(.cores(1)), .claim(.devices(1)), .release, .release],
                [.claim(.devices(1)), .release, .claim(.devices(2)), .release],
                [.claim(.cores(2)), .release],
            ]),
    ]
}
