/// What came of a baseline.
package struct EasyReport: Sendable {
    package var jobs = 0
    /// Jobs that the empty cluster does not hold.
    package var leftOut = 0
    package var devices = 0
    package var neverStarted = 0
    /// Until the last arrival and the last end, in milliseconds.
    package var arriving: Int64 = 0
    package var end: Int64 = 0
    package var askedDeviceSeconds = 0.0
    package var waits = SpanHistogram()
    package var waitsByClass: [DeviceClass: SpanHistogram] = [:]

    /// Device time asked for, of that of all devices from the first arrival to the last, in percent.
    package var loadPercent: Double? {
        arriving > 0 && devices > 0 ? 100 * askedDeviceSeconds / (Double(devices) * Double(arriving) / 1000) : nil
    }

    mutating func started(devices: Int, waited: Int64) {
        waits.add(milliseconds: waited)
        waitsByClass[DeviceClass(devices: devices), default: SpanHistogram()].add(milliseconds: waited)
    }

    /// One line for each class of jobs, and one for all.
    package var text: String {
        func line(_ name: String, _ waits: SpanHistogram) -> String {
            func seconds(_ value: Double?) -> String { value.map { "\(Int($0.rounded()))" } ?? "-" }
            return "\(name): \(waits.count) jobs, wait mean \(seconds(waits.meanSeconds)) s, median \(seconds(waits.quantile(0.5))) s, "
                + "99 % within \(seconds(waits.quantile(0.99))) s, longest \(seconds(waits.maxSeconds)) s"
        }
        let load = loadPercent.map { "\(Double(Int(($0 * 10).rounded())) / 10) %" } ?? "-"
        let head =
            "\(jobs) jobs on \(devices) devices, load \(load) while jobs arrive, last end after \(end / 3_600_000) h, "
            + "\(neverStarted) never started, \(leftOut) left out"
        let classes = DeviceClass.allCases.compactMap { size in waitsByClass[size].map { line("  \(size.rawValue)", $0) } }
        return ([head, line("  all", waits)] + classes).joined(separator: "\n")
    }
}
