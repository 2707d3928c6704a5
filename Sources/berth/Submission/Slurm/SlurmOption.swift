/// The options of sbatch by their long names.
enum SlurmOption {
    /// Letters, and other spellings.
    static let longNames: [String: String] = [
        "J": "job-name", "A": "account", "p": "partition", "q": "qos", "N": "nodes", "n": "ntasks", "c": "cpus-per-task", "t": "time",
        "a": "array", "d": "dependency", "H": "hold", "b": "begin", "x": "exclude", "w": "nodelist", "o": "output", "e": "error",
        "D": "chdir", "G": "gpus", "C": "constraint", "L": "licenses", "M": "clusters", "B": "extra-node-info", "F": "nodefile",
        "k": "no-kill", "O": "overcommit", "s": "oversubscribe", "S": "core-spec", "W": "wait", "i": "input", "m": "distribution",
        "Q": "quiet", "v": "verbose", "workdir": "chdir", "tasks-per-node": "ntasks-per-node", "share": "oversubscribe",
    ]

    /// Those that stand alone.
    static let flags: Set<String> = [
        "hold", "requeue", "no-requeue", "no-kill", "overcommit", "oversubscribe", "wait", "quiet", "verbose", "contiguous", "reboot",
        "spread-job", "use-min-nodes", "parsable", "ignore-pbs", "test-only",
    ]

    /// Those whose value may be left out.
    static let optionalValues: Set<String> = ["exclusive", "nice", "propagate", "get-user-env", "kill-on-invalid-dep"]

    /// Those that have no place here, and why.
    static let reasons: [String: String] = [
        "mail-type": "nothing sends mail; berth wait ID tells when it is over",
        "mail-user": "nothing sends mail; berth wait ID tells when it is over",
        "exclusive": "devices and cores are never shared, and a whole node cannot be asked for yet",
        "constraint": "nodes have no features; ask for a device kind, or for nodes with -w",
        "licenses": "there are no licences", "clusters": "one daemon is one cluster", "reservation": "there are no reservations",
        "oversubscribe": "cores and devices are never shared", "overcommit": "cores are never shared", "nice": "use --priority",
        "priority": "set by the policy; use berth's --priority, -1000 to 1000", "input": "standard input is empty",
        "distribution": "members are placed by the policy", "time-min": "a job has one time limit",
        "mem-bind": "memory is bound to the cores of the job", "cpu-freq": "the clock is left alone",
        "wait-all-nodes": "a gang starts when all its members have their place",
        "get-user-env": "the environment is never captured as a whole; name variables with --export",
        "comment": "use berth's --label comment=TEXT", "wckey": "use berth's --label", "switches": "use berth's --together",
        "tmp": "disks are not managed", "threads-per-core": "cores are whole", "gpu-bind": "each member sees its own devices only",
        "gpu-freq": "use berth's --power-cap", "kill-on-invalid-dep": "a job whose dependency can no longer be satisfied ends",
        "container": "run the container in the script",
    ]
}
