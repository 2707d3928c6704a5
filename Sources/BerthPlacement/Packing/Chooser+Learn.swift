/// What arrived, and what follows from it.
extension Chooser {
    /// Of a device's watts in the fleet's mean, in devices: what saving them is worth.
    private static let wattWeight: Float = 0.6189
    /// Of a NUMA node's watts against a device's: others may have begun it.
    private static let packageWeight: Float = 0.6
    /// Watts count in full up to this load of the scarcer of devices and cores, and no more at the second: then what fits matters more.
    private static let wattLoads: ClosedRange<Float> = 0.8...0.82
    /// Demand of cores over demand of devices, each as a part of the fleet. From the first on saving watts strands devices; beyond the
    /// second none are saved.
    private static let wattScarcity: ClosedRange<Float> = 1...1.15
    /// By how much more of the site's watts than of its devices or cores is taken: from none on to in full.
    private static let powerLeads: ClosedRange<Float> = 0...0.05
    /// Between these needs of cores alone come to count in stranding: before, they find room beside the devices that are taken.
    private static let coresOnlyScarcity: ClosedRange<Float> = 0.95...1
    static let priceWeight: Float = 16
    /// Jobs on cores only stand on hosts without devices as long as they fit there.
    static let hostsWithoutDevices: Float = 1000

    /// Learns of a job that was submitted: each of its members is an arrival.
    /// - Returns: its need, for `PlacementCore.claimIfFits`; nil where the fleet can never serve it.
    @discardableResult
    package mutating func arrived(_ request: PlacementRequest, on core: PlacementCore) -> NeedNumber? {
        guard let number = number(of: request, on: core) else { return nil }
        demand.arrived(number.value, times: request.members.count)
        return number
    }

    /// As above, for a need whose number may be known.
    package mutating func arrived(_ request: PlacementRequest, as known: NeedNumber?, on core: PlacementCore) -> NeedNumber? {
        guard let known, known.generation == demand.generation else { return arrived(request, on: core) }
        demand.arrived(known.value, times: request.members.count)
        return known
    }

    /// The number of what a request asks; it is noted if it was not known.
    package mutating func number(of request: PlacementRequest, on core: PlacementCore) -> NeedNumber? {
        guard let need = Need(request, core.layout) else { return nil }
        let (place, isNew) = demand.place(adding: need)
        if demand.generation != generation {
            generation = demand.generation
            asks = demand.needs.flatMap { asks(of: $0, core.engine) }
            forgetGains()
        } else if isNew {
            asks += asks(of: need, core.engine)
            cacheOf += [Int32](repeating: -1, count: layout.windowCount)
        }
        return NeedNumber(value: place, generation: generation)
    }

    private func asks(of need: Need, _ engine: PlacementEngine) -> [Ask] {
        layout.kinds.map { kind in
            var ask = Ask()
            for (place, option) in need.options.enumerated() where ask.rank < 0 && kind.serves(option.claim, engine) {
                let claim = option.claim
                ask.rank = need.isIndifferent ? 0 : Int16(place)
                ask.option = Int16(place)
                (ask.count, ask.milli) = (claim.count, Int32(claim.milli))
                (ask.cores, ask.mebibytes) = (Int32(claim.roundedCores), claim.mebibytes)
                ask.milliwatts = claim.milliwatts(perCore: engine.types[Int(kind.type)].perCore)
                if !claim.share.isNone { ask.boardMilliwatts = engine.types[Int(kind.type)].partitions.boardMilliwatts }
                ask.openWatts = Float(claim.deviceMilliwatts + ask.boardMilliwatts) / 1000
            }
            return ask
        }
    }

    // MARK: What follows

    /// Demand of cores over demand of devices, each as a part of what the fleet has.
    private func scarcity(_ gpuMilli: Float, _ cores: Float) -> Float {
        gpuMilli > 0 && layout.cores > 0 ? cores / gpuMilli * layout.gpuMilli / layout.cores : 0
    }

    /// 1 below the range, 0 above.
    private static func falling(_ value: Float, _ range: ClosedRange<Float>) -> Float {
        max(0, min(1, (range.upperBound - value) / (range.upperBound - range.lowerBound)))
    }

    /// What a watt costs, in devices.
    var wattFactor: Float {
        guard rule == .learnt else { return 0 }
        let load = max(
            layout.gpuMilli > 0 ? 1 - freeGPU / layout.gpuMilli : 0, layout.cores > 0 ? 1 - freeCoresTotal / layout.cores : 0)
        let saved =
            Chooser.falling(load, Chooser.wattLoads) * Chooser.falling(scarcity(demand.gpuMilli, demand.cores), Chooser.wattScarcity)
        // Where watts run out before devices and cores do, they are what a job costs.
        let pressed = 1 - Chooser.falling(powerLoad - load, Chooser.powerLeads)
        return Chooser.wattWeight / layout.meanDeviceWatts * (saved + (1 - saved) * pressed)
    }

    /// What the watts of a package cost, to be multiplied by those watts.
    var packageFactor: Float { wattFactor * Chooser.packageWeight }

    /// Brings tables and prices up to date.
    mutating func refreshTables(_ core: PlacementCore) {
        guard rule == .learnt else { return }
        let due = demand.count / pricePeriod
        if pricedAt != due {
            makePrices()
            pricedAt = due
            powerLoad = core.powerLoad
            keepsSets = areSetsScarce()
        }
        if demand.tableCount != tableCount || keepsSets != tablesKeepSets { makeTables() }
    }

    /// Kinds that the same needs may use in the same way share a table.
    private mutating func makeTables() {
        (tableCount, tablesKeepSets) = (demand.tableCount, keepsSets)
        let weights = demand.tableWeights
        let coresOnlyWeight =
            1 - Chooser.falling(scarcity(demand.tableShares.gpuMilli, demand.tableShares.cores), Chooser.coresOnlyScarcity)
        let order = weights.indices.filter { weights[$0] > 0 }.sorted { (weights[$0], $1) > (weights[$1], $0) }
        var known: [[LossSource.Member]: Int] = [:]
        var ofDevice: [Int32: Int] = [:]
        (tables, tableStore) = ([], TableStore())
        for (place, kind) in layout.kinds.enumerated() {
            if let table = ofDevice[kind.device] {
                tableOfKind[place] = table
                continue
            }
            let members = order.map { demand.needs[$0].member(on: kind.device, weights[$0]) }
            if known[members] == nil {
                known[members] = tables.count
                tables.append(
                    LossTable(LossSource(members, layout.scale, coresOnlyWeight: coresOnlyWeight, keepsSets: keepsSets), tableStore))
            }
            tableOfKind[place] = known[members] ?? 0
            ofDevice[kind.device] = tableOfKind[place]
        }
        for place in seats.indices where layout.positions[place] >= 0 {
            let (seat, kind) = (seats[place], layout.kinds[Int(seats[place].kind)])
            losses[place] = tables[tableOfKind[Int(seat.kind)]].loss(seat, largest: kind.largest(seat.free, Int(seat.whole)))
        }
        forgetGains()
    }

    private mutating func makePrices() {
        var bySet: [UInt64: Float] = [:]
        for need in demand.needs.indices where demand.weights[need] > 0 && demand.needs[need].gpuMilli > 0 {
            let set = groups(of: need, rank: nil)
            if set == 0 { continue }
            bySet[set, default: 0] += demand.weights[need] * Float(demand.needs[need].gpuMilli)
        }
        var free = [Float](repeating: 0, count: layout.groupCount)
        for window in 0..<layout.windowCount {
            for group in free.indices { free[group] += supply[window * layout.groupCount + group] }
        }
        prices.refresh(supply: free, demand: bySet.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }

    /// The groups whose nodes may serve a need.
    /// - Parameter rank: nil for any.
    func groups(of need: Int, rank: Int?) -> UInt64 {
        var set: UInt64 = 0
        for (place, kind) in layout.kinds.enumerated() where kind.group >= 0 {
            let ask = asks[need * layout.kinds.count + place]
            if ask.rank >= 0, ask.count > 0, rank == nil || Int(ask.rank) == rank { set |= 1 << UInt64(kind.group) }
        }
        return set
    }
}

/// The number of a need, until it is forgotten.
package struct NeedNumber: Hashable, Sendable {
    let value: Int
    let generation: Int
}

extension Need {
    /// As a device kind serves it.
    func member(on device: Int32, _ weight: Float) -> LossSource.Member {
        let first = options[0].claim
        if first.kind < 0 {
            return LossSource.Member(
                count: 0, milli: 0, cores: first.roundedCores, mebibytes: Int(first.mebibytes), weight: weight, isServed: true)
        }
        guard let claim = option(of: device) else {
            return LossSource.Member(count: 0, milli: 0, cores: 0, mebibytes: 0, weight: weight, isServed: false)
        }
        return LossSource.Member(
            count: Int(claim.count), milli: claim.milli, cores: claim.roundedCores, mebibytes: Int(claim.mebibytes), weight: weight,
            isServed: true)
    }
}

extension SeatKind {
    /// Whether an empty seat of this kind may serve an option, cores and memory aside.
    func serves(_ claim: ClaimRequest, _ engine: PlacementEngine) -> Bool {
        if claim.kind < 0 { return !isMirror }
        guard claim.kind == device, !claim.isInstance else { return false }
        if claim.share.isNone {
            return engine.types[Int(type)].rows[Int(claim.count)] >= 0
                && engine.pick(Int(claim.count), from: DeviceSets.run(Int(width)), Int(type)) != 0
        }
        return engine.types[Int(type)].partitions.serves(claim.share)
    }
}
