/// The page of a replay of openb, or of two.
package enum OpenBPage {
    package static func html(_ reports: [OpenBReport]) -> String {
        func over(_ title: String, _ yName: String, yMax: Double? = nil, _ value: (OpenBPoint) -> Double) -> LinePlot {
            LinePlot(
                id: "", title: title, xName: "GPU asked for, percent of the fleet's", yName: yName,
                series: reports.map { report in
                    PlotSeries(name: report.rule, points: report.points.map { (Double($0.percent), value($0)) })
                }, yMax: yMax)
        }
        return SimulationPage(reports: reports).html([
            over("GPU allocated", "percent", yMax: 100) { $0.allocationPercent },
            over("Fragmentation: free GPU that a typical pod cannot use", "percent", yMax: 100) { $0.fragmentationPercent },
            over("Power", "kW") { $0.kilowatts },
        ])
    }
}
