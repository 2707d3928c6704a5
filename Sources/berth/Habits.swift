import ArgumentParser
import BerthModel

/// What people's hands do after years with Slurm or kubectl: understood where it is one word for another, else answered with the
/// right command.
enum Habits {
    /// Words of other tools that are no alias, and what to type instead.
    static let instead: [(word: String, type: String)] = [
        ("srun", "berth submit --wait --follow -- COMMAND"),
        ("salloc", "berth submit --wait --follow -- COMMAND"),
        ("scontrol", "berth show ID, berth hold ID, berth release ID, berth update ID, berth drain NODE --reason WHY"),
        ("sshare", "berth why ID"),
        ("sdiag", "berth version"),
        ("sacctmgr", "edit the policy file, then: berth policy check FILE && berth policy apply FILE"),
        ("apply", "berth submit -f job.yaml, or for a policy: berth policy apply FILE"),
        ("run", "berth submit --wait --follow -- COMMAND"),
        ("top", "berth power, berth nodes"),
        ("cordon", "berth drain NODE --reason WHY"),
        ("edit", "berth update ID"),
        ("nvidia-smi", "berth topo"),
        ("lstopo", "berth topo"),
    ]

    /// Single letters that mean one thing in Slurm and another in kubectl: not assigned, so that nobody gets the wrong one.
    static let ambiguousLetters: [(letter: Character, slurm: String, kubectl: String)] = [
        ("n", "tasks: use -N for the members of a gang, --cpus for cores", "a namespace: use -A for the agency"),
        ("w", "a node list: use --nodelist", "watching: use \"berth watch\" or \"berth wait\""),
        ("l", "the long form: use -o wide", "labels: use --label on submit"),
    ]

    static func ambiguous(_ word: String) -> BerthError? {
        guard word.hasPrefix("-"), !word.hasPrefix("--"), let letter = word.dropFirst().first,
            let entry = ambiguousLetters.first(where: { $0.letter == letter })
        else { return nil }
        return BerthError(.usage, "-\(letter) is not assigned: in Slurm it is \(entry.slurm); in kubectl it is \(entry.kubectl)")
    }

    /// The first such letter among the words that are ours, after the parser has refused them.
    static func ambiguousLetter(in arguments: [String]) -> BerthError? {
        arguments.prefix { $0 != "--" }.lazy.compactMap(ambiguous).first
    }

    /// Takes `--socket PATH` or `--socket=PATH` from before the command, where many people write it.
    static func leadingSocket(of words: [String]) -> (socket: String?, rest: [String]) {
        guard let first = words.first else { return (nil, words) }
        if first.hasPrefix("--socket=") { return (String(first.dropFirst("--socket=".count)), Array(words.dropFirst())) }
        guard first == "--socket", words.count >= 2 else { return (nil, words) }
        return (words[1], Array(words.dropFirst(2)))
    }

    static var verbs: [String] {
        Berth.configuration.groupedSubcommands.flatMap(\.subcommands).flatMap { command in
            [command.configuration.commandName].compactMap { $0 } + command.configuration.aliases
        } + ["help"]
    }

    /// A first word that is no verb: what was meant.
    static func refusal(of arguments: [String]) -> BerthError? {
        guard let word = arguments.first, !word.hasPrefix("-"), !verbs.contains(word) else { return nil }
        if let entry = instead.first(where: { $0.word == word }) {
            return BerthError(.usage, "berth has no command \"\(word)\"", hint: "type: \(entry.type)")
        }
        let near = Spelling.nearest(to: word, among: verbs).map { "did you mean \"\($0)\"?" }
        return BerthError(.usage, "berth has no command \"\(word)\"", hint: near ?? "see: berth help")
    }
}
