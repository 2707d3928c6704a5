import BerthSystem

/// `berth-supervisor RUN-DIRECTORY`: runs one member of one job, once. See docs/spec/supervisor.md.
@main
struct Main {
    static func main() {
        guard CommandLine.arguments.count == 2 else {
            CurrentProcess.exit(64, saying: "berth-supervisor: it is started by berthd with one argument, a run directory")
        }
        let directory = RunDirectory(path: CommandLine.arguments[1])
        do {
            try Supervisor.supervise(directory)
        } catch {
            CurrentProcess.exit(70, saying: "berth-supervisor: \(directory.path): \(error)")
        }
    }
}
