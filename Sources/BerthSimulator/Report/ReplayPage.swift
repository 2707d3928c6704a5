import BerthModel

/// The page of a replay through the scheduler, or of two.
package enum ReplayPage {
    /// Agencies with a line of their own; the rest share one.
    private static let agenciesShown = 6

    package static func html(_ results: [ReplayResult], _ reports: [ReplayReport]) -> String {
        SimulationPage(reports: reports).html(plots(results), agencies(reports))
    }

    /// A row for each agency, with the figures of each run.
    private static func agencies(_ reports: [ReplayReport]) -> [[String]] {
        let names = Set(reports.flatMap(\.byAgency.keys)).sorted()
        guard names.count > 1 else { return [] }
        func cells(_ name: String, _ value: (ReplayReport.Agency) -> Double?, _ decimals: Int) -> [String] {
            reports.map { FigureText.text($0.byAgency[name].flatMap(value), decimals: decimals) }
        }
        let runs = reports.count == 2 ? [", first", ", second"] : [""]
        let header =
            ["agency"] + ["placed", "wait, mean, s", "device-hours", "kWh above base load"].flatMap { name in runs.map { name + $0 } }
        return [header]
            + names.map { name in
                [name] + cells(name, { Double($0.placed) }, 0) + cells(name, \.waitSecondsMean, 1) + cells(name, \.deviceHours, 1)
                    + cells(name, \.energyKilowattHours, 1)
            }
    }

    private static func plots(_ results: [ReplayResult]) -> [LinePlot] {
        func over(
            _ title: String, _ yName: String, yMax: Double? = nil, _ channel: (ReplayMeter) -> Int,
            scale: (ReplayResult) -> Double = { _ in 1 }
        )
            -> LinePlot
        {
            LinePlot(
                id: "", title: title, xName: "hours since the first arrival", yName: yName,
                series: results.enumerated().map { place, result in
                    PlotSeries(
                        name: name(place, results),
                        points: result.meter.timeline.points(channel(result.meter)).map { ($0.hours, $0.value * scale(result)) })
                }, yMax: yMax)
        }
        var power = over(
            results.contains { $0.budget != nil }
                ? "Power reserved, against the budget of the site" : "Power reserved; no budget bounds the site", "kW", { $0.wattsChannel })
        let budgets = Set(results.map { $0.budget })
        for (place, result) in results.enumerated() {
            guard let budget = result.budget, place == 0 || budgets.count > 1 else { continue }
            let ends = power.series[place].points
            guard let first = ends.first, let last = ends.last else { continue }
            let kilowatts = Double(budget.milliwatts) / 1e6
            power.series.append(
                PlotSeries(
                    name: "budget\(budgets.count > 1 ? ", \(name(place, results))" : ""): \(FigureText.text(kilowatts)) kW",
                    points: [(first.x, kilowatts), (last.x, kilowatts)],
                    isLimit: true))
        }
        return [
            over(
                "Utilisation: devices held, of all", "percent", yMax: 100, { $0.busyChannel },
                scale: { $0.devices > 0 ? 100 / Double($0.devices) : 0 }),
            over("Jobs that wait", "jobs", { $0.waitingChannel }),
            over("Jobs that run, or replicas of services", "jobs", { $0.runningChannel }), power,
            over("Fragmentation: free devices on nodes that are partly taken, of all devices", "percent", { $0.fragmentChannel }),
        ] + results.indices.map { waits(results, $0) } + results.indices.map { shares(results, $0) }
    }

    private static func name(_ place: Int, _ results: [ReplayResult]) -> String {
        results.count == 1 ? "this run" : place == 0 ? "first" : "second"
    }

    private static func suffix(_ place: Int, _ results: [ReplayResult]) -> String {
        results.count == 1 ? "" : ", \(name(place, results)) run"
    }

    /// Spans below a second are shown as one second, since the axis has no zero.
    private static func waits(_ results: [ReplayResult], _ place: Int) -> LinePlot {
        let meter = results[place].meter
        return LinePlot(
            id: "", title: "Wait by devices asked for: percent of jobs placed within a time\(suffix(place, results))", xName: "wait",
            yName: "percent",
            series: DeviceClass.allCases.compactMap { size in
                guard let histogram = meter.waits[size] else { return nil }
                let points = histogram.cumulative.map { (x: max(1, $0.seconds), y: 100 * $0.part) }
                return PlotSeries(name: size.rawValue, points: thinned(points), isStepped: true)
            }, isLogarithmicX: true, yMax: 100,
            xMarks: [
                (1, "1 s"), (10, "10 s"), (60, "1 min"), (600, "10 min"), (3600, "1 h"), (36_000, "10 h"), (86_400 * 2, "2 days"),
                (864_000, "10 days"), (8_640_000, "100 days"),
            ])
    }

    /// A few hundred points draw as well as thousands.
    private static func thinned(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
        let step = points.count / 300 + 1
        return points.enumerated().filter { $0.offset.isMultiple(of: step) || $0.offset == points.count - 1 }.map(\.element)
    }

    private static func shares(_ results: [ReplayResult], _ place: Int) -> LinePlot {
        let shares = results[place].meter.shares.sorted { ($1.mean, $0.agency) < ($0.mean, $1.agency) }
        var series = shares.prefix(agenciesShown).map { PlotSeries(name: $0.agency, points: $0.points.map { ($0.hours, $0.value) }) }
        let rest = shares.dropFirst(agenciesShown)
        if !rest.isEmpty {
            var sums: [(x: Double, y: Double)] = []
            for share in rest {
                for (index, point) in share.points.enumerated() {
                    if index == sums.count { sums.append((point.hours, 0)) }
                    sums[index].y += point.value
                }
            }
            series.append(PlotSeries(name: "\(rest.count) others", points: sums))
        }
        return LinePlot(
            id: "", title: "Shares: devices held by agency\(suffix(place, results))", xName: "hours since the first arrival",
            yName: "devices",
            series: series)
    }
}
