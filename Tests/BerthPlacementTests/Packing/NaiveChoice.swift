import BerthModel

@testable import BerthPlacement

/// What a chooser ought to choose: every node is read anew and scored, nothing is kept.
enum NaiveChoice {
    /// - Returns: nil where no node is seen that fits with the first rank; then the engine decides.
    static func best(_ number: NeedNumber, _ chooser: Chooser, _ core: PlacementCore) -> NodeName? {
        var chooser = chooser
        chooser.refreshTables(core)
        let engine = core.engine
        var (best, found) = (-Float.infinity, -1)
        for (place, position) in chooser.layout.positions.enumerated() where position >= 0 {
            let kindPlace = Int(chooser.layout.kindOfBlock[place / SeatLayout.blockSize])
            let (kind, ask) = (chooser.layout.kinds[kindPlace], chooser.asks[number.value * chooser.layout.kinds.count + kindPlace])
            guard ask.rank == 0 else { continue }
            let seat = engine.seat(Int(position))
            let table = chooser.tables[chooser.tableOfKind[kindPlace]]
            let loss = table.loss(seat, largest: kind.isFree ? Int(seat.whole) : Int(kind.largest[Int(seat.free)]))
            let gain = Chooser.gain(ask, seat, loss, kind, table, engine)
            var price: Float = 0
            if ask.count > 0 {
                price = Chooser.priceWeight * Float(ask.milli * ask.count) / 1000 * chooser.prices.prices[Int(kind.group)]
            } else if kind.width == 0 {
                price = -Chooser.hostsWithoutDevices
            }
            price += chooser.packageFactor * kind.packageWatts * gain.packages
            let domains = core.layout.nodes[Int(core.layout.hosts[Int(position)])].path
            func hasWatts(_ milliwatts: Int64) -> Bool { domains.allSatisfy { engine.headroom(of: $0).milliwatts >= milliwatts } }
            if gain.used - price > best, hasWatts(ask.milliwatts) { (best, found) = (gain.used - price, Int(position)) }
            let fresh = gain.fresh - chooser.wattFactor * ask.openWatts - price
            if fresh > best, hasWatts(ask.milliwatts + ask.boardMilliwatts) { (best, found) = (fresh, Int(position)) }
        }
        return found < 0 ? nil : core.layout.nodes[Int(core.layout.hosts[found])].name
    }
}
