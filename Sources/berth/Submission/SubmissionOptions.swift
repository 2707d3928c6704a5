import ArgumentParser
import BerthModel

/// What is submitted: flags, a file, and a script or a command.
struct SubmissionOptions: ParsableArguments {
    @Option(
        name: [.customShort("f"), .customLong("file")],
        help: "A job file (YAML or JSON), or \"-\" for standard input; flags change what it says.")
    var file: String?

    @Flag(help: "Read the #SBATCH lines of the script too, and say which of them could not be honoured.")
    var slurm = false

    @Flag(help: "With --slurm: submit nothing, exit code 65, where a line could not be honoured.")
    var strict = false

    @OptionGroup(title: "Job") var job: JobOptions

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp("A script with its arguments, or -- and a command with its arguments.", valueName: "script | -- command"))
    var words: [String] = []

    /// Flags that belong to later releases: refused by name, never ignored.
    static let later = [
        "--prefer-together", "--power-min", "--exclusive", "--neuron-cores",
    ]

    static let known = [
        "--name", "--job-name", "--agency", "--account", "--queue", "--partition", "--qos", "--class", "--workload", "--nodes",
        "--replicas",
        "--accel", "--gpus-per-node", "--gres", "--accel-any", "--accel-total", "--gpus", "--together", "--cpus", "--cpus-per-task",
        "--mem", "--memory",
        "--time",
        "--array", "--dependency", "--priority", "--power-cap", "--requeue", "--no-requeue", "--max-attempts", "--signal", "--grace",
        "--preemptible", "--checkpoint-grace", "--begin", "--deadline", "--host-label", "--nodelist",
        "--exclude", "--hold", "--export", "--label", "--directory", "--chdir", "--output", "--error", "--file", "--batch", "--parsable",
        "--explain",
        "--dry-run", "--test-only", "--slurm", "--strict", "--wait", "--follow", "--key", "--socket",
    ]

    /// Gives a flag whose value may be left out the value that is meant, so that the parser, which has no such flags, can read it. What
    /// belongs to the script or the command is given back by `typedWords`.
    static func completed(_ words: [String]) -> [String] {
        guard ["submit", "sbatch", "plan"].contains(words.first) || words.first?.hasPrefix("-") == true else { return words }
        return words.map { $0 == "--preemptible" ? "--preemptible=true" : $0 }
    }

    /// The words of the script or command as they were typed: the last ones of the whole line.
    var typedWords: [String] {
        let typed = Invocation.arguments.suffix(words.count)
        return SubmissionOptions.completed(["submit"] + typed).dropFirst() == words[...] ? Array(typed) : words
    }

    /// The parser leaves flags that it does not know in front of the script: they are mistakes, not arguments of a script.
    func refuseUnknownFlags() throws(BerthError) {
        guard let word = words.first, word.hasPrefix("-"), word != "--" else { return }
        if let letter = Habits.ambiguous(word) { throw letter }
        let flag = String(word.prefix { $0 != "=" })
        guard !SubmissionOptions.later.contains(flag) else { throw BerthError(.usage, "\(flag) is not supported yet") }
        let near = Spelling.nearest(to: flag, among: SubmissionOptions.known).map { "did you mean \($0)?" }
        throw BerthError(.usage, "unknown option \(flag)", hint: near ?? "see: berth help submit; a command goes after --")
    }
}
