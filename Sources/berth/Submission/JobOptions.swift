import ArgumentParser

/// The flags that describe a job, spelled as Slurm does where the meaning is the same.
struct JobOptions: ParsableArguments {
    @Option(
        name: [.customShort("J"), .customLong("name"), .customLong("job-name")], help: "The job's name; else the command's or the script's."
    )
    var name: String?

    @Option(
        name: [.customShort("A"), .customLong("agency"), .customLong("account")], help: "Who pays; needed by members of several agencies.")
    var agency: String?

    @Option(
        name: [.customShort("p"), .customShort("q"), .customLong("queue"), .customLong("partition"), .customLong("qos")],
        help: "A queue of the policy.")
    var queue: String?

    @Option(name: .customLong("class"), help: "service, gang or batch; else by the other flags: --replicas is a service, -N a gang.")
    var jobClass: String?

    @Option(help: "A workload of the policy: its profiles say what is reserved.")
    var workload: String?

    @Option(name: [.customShort("N", allowingJoined: true), .customLong("nodes")], help: "Members of a gang, each on devices of one node.")
    var nodes: String?

    @Option(help: ArgumentHelp("Replicas of a service.", valueName: "2..6"))
    var replicas: String?

    @Option(
        name: [.customLong("accel"), .customLong("gpus-per-node"), .customLong("gres")],
        help: ArgumentHelp("Devices of each member.", valueName: "h200:8"))
    var accelerators: String?

    @Option(name: [.customLong("accel-any")], help: ArgumentHelp("Alternatives in order of preference.", valueName: "'h200:8 | trn2:16'"))
    var acceleratorsAny: String?

    @Option(
        name: [.customShort("G"), .customLong("accel-total"), .customLong("gpus")],
        help: ArgumentHelp("Devices of all members together.", valueName: "h200:16"))
    var acceleratorsTotal: String?

    @Option(help: ArgumentHelp("Members in one domain or place: nvlink, neuronlink, node, rack or hall.", valueName: "where"))
    var together: String?

    @Option(name: [.customShort("c"), .customLong("cpus"), .customLong("cpus-per-task")], help: "Cores of each member: 8, or 0.25 of one.")
    var cpus: String?

    @Option(name: [.customLong("mem"), .customLong("memory")], help: ArgumentHelp("Memory of each member.", valueName: "64GiB"))
    var memory: String?

    @Option(name: [.customShort("t"), .customLong("time")], help: ArgumentHelp("Time limit: 90s, 30m, 6h, 2-04:00:00.", valueName: "time"))
    var time: String?

    @Option(
        name: [.customShort("a"), .customLong("array")], help: ArgumentHelp("Tasks of an array; %4: four at once.", valueName: "0-63%4"))
    var array: String?

    @Option(
        name: [.customShort("d"), .customLong("dependency")],
        help: ArgumentHelp("after, afterok, afternotok, afterany.", valueName: "afterok:41"))
    var dependency: [String] = []

    @Option(parsing: .unconditional, help: "-1000 to 1000; higher goes first.")
    var priority: Int?

    @Option(name: .customLong("power-cap"), help: ArgumentHelp("For each device; lowers what is reserved.", valueName: "500W"))
    var powerCap: String?

    @Flag(inversion: .prefixedNo, exclusivity: .chooseLast, help: "Try again when an attempt ends without success.")
    var requeue: Bool?

    @Option(name: .customLong("max-attempts"), help: "Attempts in all.")
    var maxAttempts: Int?

    @Option(help: ArgumentHelp("A warning before the time limit.", valueName: "USR1@300s"))
    var signal: String?

    @Option(help: ArgumentHelp("Between TERM and KILL when the job is stopped.", valueName: "time"))
    var grace: String?

    @Option(help: ArgumentHelp("May be stopped for another job, with so much notice; alone: its grace.", valueName: "time"))
    var preemptible: String?

    @Option(name: .customLong("checkpoint-grace"), help: ArgumentHelp("The same as --preemptible=TIME.", valueName: "time"))
    var checkpointGrace: String?

    @Option(
        name: [.customShort("b"), .long], help: ArgumentHelp("Not before: 2026-03-01T12:00:00Z, now+2h or 06:00.", valueName: "when"))
    var begin: String?

    @Option(help: ArgumentHelp("Of no use after this moment.", valueName: "when"))
    var deadline: String?

    @Option(name: .customLong("host-label"), help: ArgumentHelp("Only hosts of this label of the policy.", valueName: "label"))
    var hostLabel: String?

    @Option(name: .customLong("nodelist"), help: ArgumentHelp("Only these nodes.", valueName: "h-[01-04]"))
    var nodeList: String?

    @Option(name: [.customShort("x"), .customLong("exclude")], help: ArgumentHelp("Not these nodes.", valueName: "names"))
    var exclude: String?

    @Flag(name: [.customShort("H"), .customLong("hold")], help: "Starts as held.")
    var hold = false

    @Option(help: ArgumentHelp("Environment variables to hand on, by name; NAME=value sets one.", valueName: "A,B"))
    var export: [String] = []

    @Option(name: .customLong("label"), help: ArgumentHelp("A word for your own use.", valueName: "k=v"))
    var labels: [String] = []

    @Option(name: [.customShort("D"), .customLong("directory"), .customLong("chdir")], help: "Where the job starts; else here.")
    var directory: String?

    @Option(
        name: .customLong("output"), help: ArgumentHelp("File for standard output: %j job, %a task, %N node, %m member.", valueName: "file")
    )
    var outputFile: String?

    @Option(
        name: [.customShort("e"), .customLong("error")],
        help: ArgumentHelp("File for standard error; else with the output.", valueName: "file"))
    var errorFile: String?
}
