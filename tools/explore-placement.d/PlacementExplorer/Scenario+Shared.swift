/// Scenarios of shared boards, of ceilings of watts, and of link domains.
extension Scenario {
    static let boards: [Scenario] = [
        // One device on each node: the first tenant opens a board, the second enters it, the last closes it.
        Scenario(
            name: "instances", fleet: ModelFleet(devices: 1, sharing: .instances),
            programs: [
                [.claim(.instance), .release, .claim(.instance), .release],
                [.claim(.instance), .release, .claim(.devices(1)), .release],
                [.claim(.instance), .release],
            ]),
        // More tenants than one board holds, so that both nodes have one open.
        Scenario(
            name: "instances-spill", fleet: ModelFleet(devices: 1, sharing: .instances),
            programs: [
                [.claim(.instance), .claim(.instance), .release, .release],
                [.claim(.instance), .claim(.instance), .release, .release],
                [.claim(.instance), .release],
            ]),
        // The watts of the rack are enough for one board with tenants, or for one whole device.
        Scenario(
            name: "instances-rack", fleet: ModelFleet(rackWatts: 300, oneRack: true, devices: 1, sharing: .instances),
            programs: [
                [.claim(.instance), .release, .claim(.devices(1)), .release],
                [.claim(.instance), .release, .claim(.instance), .release],
                [.claim(.devices(1)), .release],
            ]),
        // In time: a half and a whole of what is left.
        Scenario(
            name: "time", fleet: ModelFleet(devices: 1, sharing: .time),
            programs: [
                [.claim(.time(800)), .release, .claim(.devices(1)), .release],
                [.claim(.time(200)), .release, .claim(.time(800)), .release],
                [.claim(.time(200)), .release],
            ]),
        // A node with tenants is drained, and comes back.
        Scenario(
            name: "instances-drain", fleet: ModelFleet(devices: 1, sharing: .instances),
            programs: [
                [.claim(.instance), .claim(.instance), .release, .release],
                [.admit(node: 0, false), .claim(.instance), .admit(node: 0, true), .claim(.instance)],
                [.claim(.instance), .release],
            ]),
    ]

    static let ceilings: [Scenario] = [
        // After one device each rack has watts that lie in the bucket of a second, and below what it draws.
        Scenario(
            name: "ceiling", fleet: ModelFleet(rackWatts: 558),
            programs: [
                [.claim(.devices(1)), .claim(.devices(1)), .release, .claim(.devices(1))],
                [.claim(.devices(1)), .release, .claim(.devices(1)), .release],
                [.claim(.devices(1)), .release],
            ]),
        // The same rack for both nodes.
        Scenario(
            name: "ceiling-rack", fleet: ModelFleet(rackWatts: 558, oneRack: true),
            programs: [
                [.claim(.devices(1)), .release, .claim(.devices(1)), .release],
                [.claim(.devices(1)), .release, .claim(.cores(1)), .release],
                [.claim(.devices(1)), .release],
            ]),
        // The same row: the joint sets of its blocks go by what the row has left.
        Scenario(
            name: "ceiling-row", fleet: ModelFleet(rowWatts: 558),
            programs: [
                [.claim(.devices(1)), .release, .claim(.devices(1)), .release],
                [.claim(.devices(1)), .release, .claim(.cores(1)), .release],
                [.claim(.devices(1)), .release],
            ]),
        // Row and racks are short by turns.
        Scenario(
            name: "row-and-racks", fleet: ModelFleet(rackWatts: 558, rowWatts: 850),
            programs: [
                [.claim(.devices(1)), .claim(.devices(1)), .release, .claim(.devices(1))],
                [.claim(.devices(1)), .release, .claim(.devices(1)), .release],
                [.claim(.devices(1)), .release],
            ]),
    ]

    static let linked: [Scenario] = [
        // A gang that wants both nodes of a link domain whole, and one that fits on either.
        Scenario(
            name: "linked", fleet: ModelFleet(isLinked: true),
            programs: [
                [.linked(2, .devices(2)), .release, .linked(2, .devices(1)), .release],
                [.claim(.devices(1)), .release, .claim(.devices(2)), .release],
                [.linked(2, .devices(1)), .release],
            ])
    ]
}
