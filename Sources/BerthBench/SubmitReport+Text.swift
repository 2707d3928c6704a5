extension SubmitReport {
    /// A table for people: one figure a line.
    package var text: String {
        let sort = distinct ? "distinct" : "equal"
        let table = Figure.table([
            ("nodes", Figure.grouped(nodes)),
            ("jobs", "\(Figure.grouped(jobs)), \(sort), in requests of \(Figure.grouped(batch)), clients \(clients)"),
            ("acknowledged/s", Figure.grouped(acknowledgedPerSecond)),
            ("placed/s", Figure.grouped(placedPerSecond)),
            ("p50", "\(Figure.tenths(p50)) ms a request"),
            ("p99", "\(Figure.tenths(p99)) ms a request"),
            ("refused", Figure.grouped(refused)),
            ("lost", Figure.grouped(lost)),
            ("journal", "\(Figure.grouped(entries)) entries"),
        ])
        return table + "What is acknowledged is on the daemon's disk; lost is what its journal lacks afterwards.\n"
    }
}
