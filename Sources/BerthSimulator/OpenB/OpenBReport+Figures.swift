extension OpenBReport: SimulationFigures {
    package var title: String { rule }
    package var setting: String { "openb on \(nodes) nodes with \(gpus) GPUs, \(arrivals) arrivals" }

    package var figures: [SimulationFigure] {
        var list = [
            SimulationFigure(key: "placed", name: "placed", value: Double(placed)),
            SimulationFigure(key: "rejected", name: "rejected", value: Double(rejected)),
        ]
        for mark in OpenBReport.allocationMarks {
            list.append(
                SimulationFigure(
                    key: "allocation_percent.\(mark)", name: "GPU allocated at \(mark) % asked for", unit: "%",
                    value: allocationPercent["\(mark)"], decimals: 2))
        }
        for mark in OpenBReport.fragmentationMarks {
            list.append(
                SimulationFigure(
                    key: "fragmentation_percent.\(mark)", name: "free GPU that is fragmented at \(mark) %", unit: "%",
                    value: fragmentationPercent["\(mark)"], decimals: 2))
        }
        for mark in OpenBReport.powerMarks {
            list.append(
                SimulationFigure(
                    key: "power_kw.\(mark)", name: "power at \(mark) %", unit: "kW", value: powerKilowatts["\(mark)"], decimals: 1))
        }
        list.append(SimulationFigure(key: "decisions_per_second", name: "decisions a second", value: decisionsPerSecond))
        list.append(SimulationFigure(key: "p50_us", name: "a decision, median", unit: "us", value: p50Microseconds, decimals: 2))
        list.append(SimulationFigure(key: "p99_us", name: "a decision, 99 % within", unit: "us", value: p99Microseconds, decimals: 2))
        return list
    }

    package var findings: [SimulationFinding] {
        var list: [SimulationFinding] = []
        if tooLarge > 0 {
            list.append(
                SimulationFinding(name: "larger than any node (rejected)", count: tooLarge, first: tooLargeFirst.map { "pod \($0)" }))
        }
        return list
    }

    package var notes: [String] {
        outOfOrder == 0 ? [] : ["\(outOfOrder) pods of the list were created before one above them; arrivals are in an order of their own"]
    }
}
