extension PlacementReport {
    /// A table for people: one figure a line.
    /// - Parameter withTail: shows p99.99 too.
    package func text(withTail: Bool = false) -> String {
        let sorted = slicesPerSecond.sorted()
        let median = sorted[sorted.count / 2]
        let spread = median > 0 ? (sorted[sorted.count - 1] - sorted[0]) / median * 100 : 0
        var rows = [
            ("nodes", Figure.grouped(nodes)),
            ("devices", "\(Figure.grouped(devices)), \(Figure.tenths(utilisation * 100)) % in use at the end"),
            ("threads", "\(threads), core \(core), victims \(victims)"),
            ("placements/s", Figure.grouped(placementsPerSecond)),
            ("releases/s", Figure.grouped(releasesPerSecond)),
            (
                "slices",
                "median \(Figure.grouped(median))/s, greatest less least \(Figure.tenths(spread)) % of it, over \(sorted.count) slices"
            ),
            ("p50", "\(Figure.grouped(p50)) ns"),
            ("p99", "\(Figure.grouped(p99)) ns"),
            ("p99.9", "\(Figure.grouped(p999)) ns"),
        ]
        if withTail { rows.append(("p99.99", "\(Figure.grouped(p9999)) ns")) }
        rows += [
            ("failed", Figure.grouped(failed)),
            ("probes", "\(Figure.tenths(probesPerPlacement)) a placement"),
            ("bytes", "\(Figure.grouped(bytesPerNode)) a node"),
            ("invariants", invariants),
        ]
        return Figure.table(rows) + """
            Rates are of a run of \(Figure.tenths(secondsPerRun)) s, latencies of a second one of the same length. Refusals are in the \
            latencies, and
            two readings of the clock (\(Figure.grouped(clock)) ns), which are not subtracted.

            """
    }
}
