extension EasyBaseline {
    /// Jobs of one shape fit alike.
    private struct Shape: Hashable {
        var members: Int
        var each: Int
    }

    /// Starts what may start now.
    /// - Returns: the jobs that were started.
    /// - Complexity: O(waiting + running log running), and O(members x nodes) for each job that is tried.
    mutating func pass() -> [Int] {
        var started: [Int] = []
        while let head = queue.first, nodes.freeInAll > 0, let held = place(head, beside: nil) {
            queue.removeFirst()
            start(head, on: held)
            started.append(head)
        }
        guard queue.count > 1, nodes.freeInAll > 0, var reservation = reserve(queue[0]) else { return started }
        var refused: Set<Shape> = []
        var refusedBeside: Set<Shape> = []
        var left = [queue[0]]
        for (position, job) in queue.enumerated().dropFirst() {
            guard nodes.freeInAll > 0 else {
                left += queue[position...]
                break
            }
            let shape = Shape(members: jobs[job].members, each: jobs[job].choices[0].count)
            let endsBefore = bound(job).map { now + $0 <= reservation.moment } ?? false
            if refused.contains(shape) || !endsBefore && refusedBeside.contains(shape) {
                left.append(job)
                continue
            }
            if let held = place(job, beside: endsBefore ? nil : reservation) {
                if !endsBefore { for node in held { reservation.spare[node]? -= shape.each } }
                start(job, on: held)
                started.append(job)
            } else {
                left.append(job)
                if endsBefore { refused.insert(shape) } else { refusedBeside.insert(shape) }
            }
        }
        queue = left
        return started
    }

    private mutating func place(_ job: Int, beside reservation: EasyReservation?) -> [Int]? {
        let before = nodes.free
        return nodes.place(members: jobs[job].members, each: jobs[job].choices[0].count) { node, free in
            guard let spare = reservation?.spare[node] else { return free }
            return min(free, spare - (before[node] - free))
        }
    }

    /// Gives back what runs in the order of the expected ends until a job fits.
    /// - Returns: nil where it does not even then.
    private mutating func reserve(_ job: Int) -> EasyReservation? {
        let (members, each) = (jobs[job].members, jobs[job].choices[0].count)
        var free = nodes.free
        var room = free.reduce(0) { $0 + $1 / each }
        var ends: [(moment: Int64, job: Int)] = []
        for (other, held) in running { ends.append((max(now, expectedEnd(other, held)), other)) }
        ends.sort { $0 < $1 }
        var moment = now
        // Nodes that have room first are the ones that are kept.
        var order = free.indices.filter { free[$0] >= each }
        for (end, other) in ends where room < members {
            moment = end
            guard let held = running[other] else { continue }
            for node in held.nodes {
                let before = free[node] / each
                free[node] += jobs[other].choices[0].count
                room += free[node] / each - before
                if before == 0, free[node] >= each { order.append(node) }
            }
        }
        guard room >= members else { return nil }
        var reservation = EasyReservation(moment: moment, spare: Array(repeating: nil, count: free.count))
        var missing = members
        // Among these, those where the least is left beside it.
        for node in order.enumerated().sorted(by: { (free[$0.element] % each, $0.offset) < (free[$1.element] % each, $1.offset) }).map(
            \.element)
        where missing > 0 {
            let taken = min(missing, free[node] / each)
            reservation.spare[node] = free[node] - taken * each
            missing -= taken
        }
        return reservation
    }
}
