/// Whether sets of several devices of one node run short.
extension Chooser {
    /// Sets there are for each that is expected to be asked while what is free fills up: below the first they are kept whole, above the
    /// second no more.
    static let setsForEach: ClosedRange<Float> = 1.5...8

    /// - Complexity: O(seats × counts).
    func areSetsScarce() -> Bool {
        var asked: Float = 0
        /// By count of devices: what is asked of it, and the need that asks most.
        var classes = [(gpuMilli: Float, need: Int, most: Float)](repeating: (0, -1, 0), count: LossTable.largestSteps)
        for need in demand.needs.indices {
            let gpuMilli = demand.weights[need] * Float(demand.needs[need].gpuMilli)
            asked += gpuMilli
            let count = Int(demand.needs[need].options[0].claim.count)
            guard count > 1, gpuMilli > 0 else { continue }
            classes[count].gpuMilli += gpuMilli
            if gpuMilli > classes[count].most { (classes[count].need, classes[count].most) = (need, gpuMilli) }
        }
        let limit = keepsSets ? Chooser.setsForEach.upperBound : Chooser.setsForEach.lowerBound
        return classes.indices.contains { count in
            guard classes[count].need >= 0 else { return false }
            let expected = freeGPU * classes[count].gpuMilli / asked / Float(count * 1000)
            return Float(stock(of: classes[count].need, upTo: Int(expected * limit) + 1)) < expected * limit
        }
    }

    /// How many of a need the seats hold, counted up to a number.
    private func stock(of need: Int, upTo most: Int) -> Int {
        var stock = 0
        for place in seats.indices where stock < most {
            let (seat, ask) = (seats[place], asks[need * layout.kinds.count + Int(seats[place].kind)])
            guard ask.rank >= 0, Int32(seat.whole) >= ask.count, seat.cores >= ask.cores, seat.mebibytes >= ask.mebibytes,
                layout.kinds[Int(seat.kind)].largest(seat.free, Int(seat.whole)) >= Int(ask.count)
            else { continue }
            stock += Int(seat.whole) / Int(ask.count)
        }
        return stock
    }
}
