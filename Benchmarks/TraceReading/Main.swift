import BerthModel
import BerthSimulator
import BerthSystem

/// Writes a long trace, or reads one and says how fast, and how much memory it took on the way.
///
///     TraceReading generate 50000000 > trace.csv
///     TraceReading read trace.csv
@main
enum Main {
    /// Rows between two lines of the report.
    private static let step = 5_000_000

    static func main() throws {
        let words = Array(CommandLine.arguments.dropFirst())
        if words.count == 2, words[0] == "generate", let rows = Int(words[1]), rows > 0 {
            try generate(rows)
        } else if words.count == 2, words[0] == "read" {
            try read(words[1])
        } else {
            print("usage: TraceReading generate ROWS > FILE | TraceReading read FILE")
        }
    }

    /// Rows of Philly's form, two seconds apart, each up to 60,000 s (30,000 rows) behind its place.
    private static func generate(_ rows: Int) throws {
        let output = FileDescriptor(owning: 1)
        var text = "timestamp,duration,num_gpus,gpu_time,cluster\n"
        var state: UInt64 = 42
        for row in 0..<rows {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let random = Int(state >> 33)
            let moment = Timestamp(milliseconds: Int64(row * 2 + random % 60_000) * 1000 + 1_500_000_000_000)
            let gpus = 1 << (random % 6)
            text += "\(moment.description.prefix(19)),\(random % 100_000).0,\(gpus),0.0,vc-\(random % 11)\n"
            if text.utf8.count > 1 << 16 {
                try output.write(text)
                text.removeAll(keepingCapacity: true)
            }
        }
        try output.write(text)
    }

    private static func read(_ path: String) throws {
        let begin = SystemClock.monotonic()
        var trace = FittingTrace(ArrivalSorter(try PhillyTrace(file: path)), cluster: try TraceCluster(parsing: "1000x8"))
        var (jobs, devices, latest) = (0, 0, Timestamp(milliseconds: .min))
        while let job = try trace.next() {
            precondition(job.arrival >= latest, "line \(job.line) comes before what was given")
            latest = job.arrival
            jobs += 1
            devices += job.devices
            if jobs.isMultiple(of: step) { report(jobs, since: begin) }
        }
        report(jobs, since: begin)
        print("\(devices) devices in all\n\(trace.report.text(listed: 3))")
    }

    private static func report(_ jobs: Int, since begin: Int64) {
        let seconds = Double(SystemClock.monotonic() - begin) / 1000
        let memory = (try? Files.readText("/proc/self/status", limit: 1 << 16)) ?? ""
        let resident = memory.split(separator: "\n").first { $0.hasPrefix("VmRSS") }?.split(separator: " ").dropFirst().joined(
            separator: " ")
        print("\(jobs) jobs in \(seconds) s, resident \(resident ?? "unknown")")
    }
}
