import ArgumentParser

struct AliasesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "aliases", abstract: "What the words of Slurm and kubectl are called here.", discussion: AliasesCommand.habits)

    mutating func run() throws { Invocation.console.out(AliasesCommand.habits + "\n" + AliasesCommand.aliases()) }

    /// For each habit the command to type.
    static let habits: String = {
        let rows = [
            ["sbatch x.sh", "kubectl create -f", "berth submit x.sh, berth submit -f job.yaml"],
            ["srun cmd", "kubectl run", "berth submit --wait --follow -- cmd"],
            ["sbatch --test-only", "--dry-run=server", "berth plan ... (--test-only and --dry-run work on submit)"],
            ["squeue --me", "kubectl get jobs", "berth ls; all that you may see: berth ls -A"],
            ["squeue -t PD -o '%i %r'", "-o custom-columns=", "berth ls --state pending -o table=ID,WHY"],
            ["scontrol show job 12", "kubectl describe", "berth show 12"],
            ["sprio -j 12", "", "berth why 12"],
            ["scancel 12", "kubectl delete job", "berth cancel 12"],
            ["scancel -u me -t PD", "", "berth cancel --mine --state pending"],
            ["scontrol hold, release", "kubectl patch", "berth hold, berth release"],
            ["scontrol requeue 12", "", "berth update 12 --requeue"],
            ["sinfo, sinfo -R", "kubectl get nodes", "berth nodes, berth nodes --problems"],
            ["scontrol update state=drain", "kubectl cordon", "berth drain NODE --reason WHY"],
            ["scontrol reconfigure", "kubectl apply -f", "berth policy apply FILE; first: berth policy diff FILE"],
            ["scontrol show config", "kubectl explain", "berth policy explain queues.max_time"],
            ["sbatch (#SBATCH lines)", "", "berth submit --slurm x.sh"],
            ["sacct, sreport", "", "berth history, berth usage --by agency --unit kWh"],
            ["sinfo -s", "", "berth queues"],
            ["swait, sbatch -W", "kubectl wait --for", "berth wait 12 --for done"],
            ["nvidia-smi topo -m, lstopo", "", "berth topo"],
        ]
        let letters = Habits.ambiguousLetters.map { "  -\($0.letter): in Slurm \($0.slurm); in kubectl \($0.kubectl)\n" }.joined()
        return Table(header: ["SLURM", "KUBECTL", "BERTH"], rows: rows).text() + "\nnot assigned, because they mean two things:\n" + letters
    }()

    /// Every alias that is understood.
    static func aliases() -> String {
        var table = Table(header: ["ALIAS", "OF"])
        for group in Berth.configuration.groupedSubcommands {
            for command in group.subcommands {
                let configuration = command.configuration
                guard !configuration.aliases.isEmpty else { continue }
                table.rows.append([configuration.aliases.joined(separator: ", "), configuration.commandName ?? ""])
            }
        }
        return table.text()
    }
}

struct ExitCodesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exit-codes", abstract: "The exit codes of every verb.", discussion: ExitCodesCommand.table)

    mutating func run() throws { Invocation.console.out(ExitCodesCommand.table) }

    static let table = """
         0  done, or would start now
         1  the job failed, or something that was named did
        64  usage
        65  bad job file
        69  the daemon is not reachable
        70  a bug
        74  input or output failed
        75  try again: busy, disk full, or another daemon owns the state
        77  not allowed
        78  bad configuration or policy
        80  plan: valid, would wait
        81  can never run here as asked
        82  wait: the time is over
        83  wait: cancelled before it ran
        submit --wait and wait pass the job's own code on (128 + signal for signals); 64 to 99 are shown as 1.

        """
}
