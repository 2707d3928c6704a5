import ArgumentParser
import BerthModel

/// `#BERTH --accel h200:8` lines at the head of a script: flags that the command line overrides.
enum Directives {
    /// The words of all directives before the first command of the script.
    static func words(in script: String, path: String) throws(BerthError) -> [String] {
        var words: [String] = []
        for (index, line) in script.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let text = line.drop { $0 == " " || $0 == "\t" }
            guard text.isEmpty || text.hasPrefix("#") else { break }
            guard text.hasPrefix("#BERTH"), let after = text.dropFirst(6).first, after == " " || after == "\t" else { continue }
            guard let split = ShellWords.split(text.dropFirst(6)) else {
                throw BerthError(.usage, "a quote is not closed", field: "\(path):\(index + 1)")
            }
            words += split
        }
        return words
    }

    /// What `#SBATCH` lines ask for, where that is wanted; what could not be honoured is told.
    private static func slurmWords(_ options: SubmissionOptions, _ script: String, _ path: String) throws(BerthError) -> [String] {
        let console = Invocation.console
        guard options.slurm else {
            guard !options.strict else { throw BerthError(.usage, "--strict goes with --slurm") }
            if script.split(separator: "\n").contains(where: { $0.hasPrefix("#SBATCH ") }) {
                console.note("berth: \(path) has #SBATCH lines, which are read with --slurm only")
            }
            return []
        }
        let read = try SlurmScript(script, path: path)
        for finding in read.findings {
            console.note("berth: \(path):\(finding.line): \(Plain.cell(finding.text)) is not honoured: \(finding.why)")
        }
        guard !options.strict || read.findings.isEmpty else {
            let count = read.findings.count
            throw BerthError(
                .invalidJob,
                "\(count) \(count == 1 ? "thing" : "things") of its #SBATCH lines could not be honoured, and --strict was asked",
                field: path)
        }
        return read.words
    }

    /// The job's flags with those of the script beneath them.
    static func merged(into options: SubmissionOptions, from script: String, path: String) throws(BerthError) -> JobOptions {
        let words = SubmissionOptions.completed(try slurmWords(options, script, path) + words(in: script, path: path))
        guard !words.isEmpty else { return options.job }
        let typed = SubmissionOptions.completed(Invocation.arguments).dropFirst()
        do {
            let own = try SubmissionOptions.parse(words)
            try own.refuseUnknownFlags()
            guard own.words.isEmpty else { throw BerthError(.usage, "\"\(own.words[0])\" is not a flag") }
            // Parsed again as one line: of a flag that is given twice, the last one counts.
            return try SubmitCommand.parse(words + typed).submission.job
        } catch let error as BerthError {
            throw BerthError(
                .usage, error.message, field: "\(path): \(options.slurm ? "#SBATCH, #BERTH" : "#BERTH")", hint: error.hint, cause: error)
        } catch {
            throw BerthError(.usage, "\(SubmitCommand.message(for: error))", field: "\(path): #BERTH", cause: error)
        }
    }
}

/// Words as a shell splits them, without expansion.
enum ShellWords {
    /// Nil where a quote is not closed.
    static func split(_ text: some StringProtocol) -> [String]? {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var isEscaped = false
        for character in text {
            if isEscaped {
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if character == "\\", quote != "'" {
                isEscaped = true
            } else if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
            } else if character == "\"" || character == "'" {
                quote = character
                word = word ?? ""
            } else if character == "#", word == nil {
                break
            } else if character == " " || character == "\t" {
                if let done = word { words.append(done) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if let done = word { words.append(done) }
        return quote == nil && !isEscaped ? words : nil
    }
}
