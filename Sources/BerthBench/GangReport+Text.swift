extension GangReport {
    /// A table for people: one figure a line.
    package var text: String {
        let table = Figure.table([
            ("nodes", "\(Figure.grouped(nodes)), threads \(threads)"),
            ("gang", "\(members) members of \(slots) \(kind)"),
            ("room", "for \(Figure.tenths(freeGangs)) gangs, in whole racks"),
            ("gangs/s", Figure.grouped(gangsPerSecond)),
            ("p50", "\(Figure.tenths(p50)) us"),
            ("p99", "\(Figure.tenths(p99)) us"),
            ("p99.9", "\(Figure.tenths(p999)) us"),
            ("refused", Figure.grouped(refused)),
            ("conflicts", "\(Figure.grouped(conflictAborts)) members that another thread took first"),
            ("racks", "\(Figure.tenths(racksPerGang)) a gang; \(racksLeast) is the least that holds one"),
            ("invariants", invariants),
        ])
        return table + "Each gang ends when it is placed; latencies are of placing one, or of a refusal.\n"
    }
}
