import BerthSimulator

/// What each agency had in two runs, side by side.
enum AgencySheet {
    /// Agencies in a table for people; the JSON has all.
    private static let shown = 40

    static func text(_ first: ReplayReport, _ second: ReplayReport) -> String {
        let names = Set(first.byAgency.keys).union(second.byAgency.keys)
        guard names.count > 1 else { return "" }
        let busiest = names.sorted { left, right in
            let (a, b) = (first.byAgency[left]?.deviceHours ?? 0, first.byAgency[right]?.deviceHours ?? 0)
            return (b, left) < (a, right)
        }
        var table = Table(
            header: ["AGENCY", "PLACED", "", "WAIT s", "", "DEVICE-HOURS", "", "kWh", "", "RESTARTS", ""], right: Set(1...10))
        for name in busiest.prefix(shown) {
            let (a, b) = (first.byAgency[name], second.byAgency[name])
            func pair(_ value: (ReplayReport.Agency) -> Double?, _ decimals: Int) -> [String] {
                [a, b].map { FigureText.text($0.flatMap(value), decimals: decimals) }
            }
            table.rows.append(
                [Plain.cell(name)] + pair({ Double($0.placed) }, 0) + pair(\.waitSecondsMean, 1) + pair(\.deviceHours, 1)
                    + pair(\.energyKilowattHours, 1) + pair({ Double($0.restarts) }, 0))
        }
        let rest = names.count - min(names.count, shown)
        return "\nby agency, first and second; kWh reserved above base load\n" + table.text()
            + (rest > 0 ? "and \(rest) more: --json\n" : "")
    }
}
