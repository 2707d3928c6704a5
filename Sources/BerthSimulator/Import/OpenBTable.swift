package import BerthModel

/// A node list or a pod list of openb (Alibaba cluster-trace-gpu-v2023), a row at a time. Memory does not grow with the file.
///
/// The first row names the columns; of a pod list only `name,cpu_milli,memory_mib,num_gpu,gpu_milli` must be there, as in the lists of
/// several GPUs a pod.
package struct OpenBTable {
    /// Of one node or pod: what one lane of eight holds.
    package static let gpusMax = 8
    /// A machine with more is a mistyped number.
    package static let cpuMilliMax = 4_096_000
    package static let memoryMebibytesMax = 1 << 30
    /// A hundred years.
    package static let secondsMax = 3_200_000_000

    private var rows: CSVRows
    private let columns: CSVColumns
    /// Pods that were created before the one above them.
    package private(set) var outOfOrderCount = 0
    private var newest = 0

    /// Whether the last row had no line end: its last field may be cut.
    package var endsWithinRow: Bool { rows.endsWithinRow }

    /// A list of nodes, to be read with `nextNode()`.
    package init(nodes rows: CSVRows) throws(BerthError) {
        self.rows = rows
        columns = try CSVColumns(&self.rows, required: ["sn", "cpu_milli", "memory_mib", "gpu", "model"])
    }

    /// A list of pods, to be read with `nextPod()`.
    package init(pods rows: CSVRows) throws(BerthError) {
        self.rows = rows
        columns = try CSVColumns(&self.rows, required: ["name", "cpu_milli", "memory_mib", "num_gpu", "gpu_milli"])
    }

    /// - Throws: `invalidSyntax` with file and line for a row cut short, a number that is none, is negative or too large, and GPUs of no
    ///   model; `noSuchKind` for a model that `OpenBModel` does not have.
    package mutating func nextNode() throws(BerthError) -> OpenBNode? {
        guard let row = try rows.next() else { return nil }
        try row.require(columns.count)
        let model = row.fields[columns.place("model")]
        let node = OpenBNode(
            name: try OpenBTable.name(row, columns.place("sn")), cpuMilli: try number(row, "cpu_milli", max: OpenBTable.cpuMilliMax),
            memoryMebibytes: try number(row, "memory_mib", max: OpenBTable.memoryMebibytesMax),
            gpuCount: try number(row, "gpu", max: OpenBTable.gpusMax), model: model.isEmpty ? nil : try OpenBTable.model(model, row))
        if node.gpuCount > 0, node.model == nil { throw row.fault("\(node.gpuCount) GPUs have no model") }
        return node
    }

    /// - Throws: as `nextNode()`; also for a part of several GPUs, and for an end before its start.
    package mutating func nextPod() throws(BerthError) -> OpenBPod? {
        guard let row = try rows.next() else { return nil }
        try row.require(columns.count)
        var pod = OpenBPod(
            name: try OpenBTable.name(row, columns.place("name")), cpuMilli: try number(row, "cpu_milli", max: OpenBTable.cpuMilliMax),
            memoryMebibytes: try number(row, "memory_mib", max: OpenBTable.memoryMebibytesMax),
            gpuCount: try number(row, "num_gpu", max: OpenBTable.gpusMax), gpuMilli: try number(row, "gpu_milli", max: 1000), models: .max)
        if (pod.gpuCount == 0) != (pod.gpuMilli == 0) {
            throw row.fault("num_gpu \(pod.gpuCount) and gpu_milli \(pod.gpuMilli) contradict each other")
        }
        if pod.gpuCount > 1, pod.gpuMilli < 1000 {
            throw row.fault("\(pod.gpuMilli) thousandths of each of \(pod.gpuCount) GPUs: only one GPU can be shared")
        }
        if let place = columns["gpu_spec"], !row.fields[place].isEmpty {
            pod.models = 0
            for name in row.fields[place].split(separator: "|") { pod.models |= 1 << UInt64(try OpenBTable.model(name, row)) }
        }
        try readTimes(row, into: &pod)
        return pod
    }

    private mutating func readTimes(_ row: CSVRow, into pod: inout OpenBPod) throws(BerthError) {
        func seconds(_ column: String) throws(BerthError) -> Int? {
            guard let place = columns[column] else { return nil }
            return try row.integer(place, column, in: 0...OpenBTable.secondsMax)
        }
        pod.created = try seconds("creation_time")
        pod.deleted = try seconds("deletion_time")
        let scheduled = try seconds("scheduled_time")
        guard let created = pod.created else { return }
        for (end, column) in [(pod.deleted, "deletion_time"), (scheduled, "scheduled_time")] {
            if let end, end < created { throw row.fault("\(column) \(end) is before creation_time \(created)") }
        }
        if created < newest { outOfOrderCount += 1 }
        newest = max(newest, created)
    }

    private func number(_ row: CSVRow, _ column: String, max: Int) throws(BerthError) -> Int {
        guard let value = try row.integer(columns.place(column), column, in: 0...max) else { throw row.fault("\(column) is empty") }
        return value
    }

    private static func name(_ row: CSVRow, _ place: Int) throws(BerthError) -> String {
        guard !row.fields[place].isEmpty else { throw row.fault("the name is empty") }
        return row.fields[place]
    }

    private static func model(_ name: some StringProtocol, _ row: CSVRow) throws(BerthError) -> Int {
        guard let place = OpenBModel.place(of: name) else {
            throw row.fault(
                "there is no GPU model \"\(name)\"", code: .noSuchKind,
                hint: "one of \(OpenBModel.all.map(\.name).joined(separator: ", "))")
        }
        return place
    }
}
