import BerthModel
import BerthStorage
import BerthSystem

/// One job, read from flags and files, ready to be sent.
enum Submission {
    static func spec(from options: SubmissionOptions) throws(BerthError) -> JobSpec {
        try options.refuseUnknownFlags()
        let directory = try WorkingDirectory.current()
        var job = options.job
        var spec: JobSpec
        guard !options.slurm && !options.strict || options.file == nil && options.words.first != "--" else {
            throw BerthError(.usage, "--slurm and --strict are about the lines of a script, and there is none")
        }
        switch (options.file, options.words.first) {
        case (nil, "--"?):
            let command = Array(options.typedWords.dropFirst())
            guard let program = command.first else { throw nothingToRun }
            spec = JobSpec(name: name(of: program), jobClass: .batch, program: .command(command), directory: directory)
        case (nil, let path?):
            let text = try read(script: path)
            job = try Directives.merged(into: options, from: text, path: path)
            spec = JobSpec(
                name: name(of: path), jobClass: .batch, program: .script(text, arguments: Array(options.typedWords.dropFirst())),
                directory: directory)
        case (nil, nil):
            let text = try readStandardInput()
            job = try Directives.merged(into: options, from: text, path: "standard input")
            spec = JobSpec(name: "job", jobClass: .batch, program: .script(text, arguments: []), directory: directory)
        case (let file?, nil):
            spec = try read(jobFile: file, directory: directory)
        case (.some, let word?):
            throw BerthError(.usage, "-f names a job file, and \"\(word)\" is one job more", hint: "submit them one by one")
        }
        try job.apply(to: &spec) { Environment.value(of: $0) }
        try spec.validate()
        return spec
    }

    private static let nothingToRun = BerthError(
        .usage, "there is nothing to run", hint: "name a script, or a command after --: berth submit -- python3 train.py")

    private static func name(of path: String) -> String {
        let last = Files.name(of: path)
        return last.isEmpty ? "job" : String(last.prefix(128))
    }

    private static func read(script path: String) throws(BerthError) -> String {
        do {
            return try text(of: try Files.read(path, limit: Limits.scriptBytesMax), path: path)
        } catch let error as SystemError {
            switch error.number {
            case ErrorNumber.notFound:
                throw BerthError(
                    .usage, "there is no script \"\(path)\"", hint: "to run a command, put -- in front: berth submit -- \(path)",
                    cause: error)
            case ErrorNumber.tooBig:
                throw BerthError(
                    .bodyTooLarge, "the script \(path) is longer than the \(Limits.scriptBytesMax >> 20) MiB that are copied with a job",
                    cause: error)
            default: throw BerthError(.inputOutput, error.description, cause: error)
            }
        } catch {
            throw error as? BerthError ?? BerthError(.inputOutput, "\(error)", cause: error)
        }
    }

    private static func readStandardInput() throws(BerthError) -> String {
        guard !Terminal.isTerminal(0) else { throw nothingToRun }
        let bytes = try InputFile.standardInput(limit: Limits.scriptBytesMax)
        guard !bytes.isEmpty else { throw nothingToRun }
        return try text(of: bytes, path: "standard input")
    }

    /// A program is no script: it stays where it is.
    private static func text(of bytes: [UInt8], path: String) throws(BerthError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self), !text.contains("\0") else {
            throw BerthError(.usage, "\(path) is a program, not a script", hint: "put -- in front: berth submit -- \(path)")
        }
        return text
    }

    private static func read(jobFile path: String, directory: String) throws(BerthError) -> JobSpec {
        let bytes = try InputFile.bytes(path, limit: Limits.jobBytesMax)
        let defaults = JobFile.Defaults(directory: directory, time: .system())
        if path.hasSuffix(".json") { return try JobFile.decodeJSON(bytes, fileName: path, defaults: defaults) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw BerthError(.invalidSyntax, "this is not text in UTF-8", field: path)
        }
        return try JobFile.decode(text, fileName: path, defaults: defaults)
    }
}

/// Files that are named on the command line.
enum InputFile {
    /// The whole file, or standard input for "-".
    static func bytes(_ path: String, limit: Int) throws(BerthError) -> [UInt8] {
        guard path != "-" else { return try standardInput(limit: limit) }
        do {
            return try Files.read(path, limit: limit)
        } catch {
            throw fault(error, path, limit)
        }
    }

    static func standardInput(limit: Int) throws(BerthError) -> [UInt8] {
        do {
            return try StandardStream.input.descriptor.readToEnd(limit: limit)
        } catch {
            throw fault(error, "standard input", limit)
        }
    }

    static func text(_ path: String, limit: Int) throws(BerthError) -> String {
        guard let text = String(validating: try bytes(path, limit: limit), as: UTF8.self) else {
            throw BerthError(.invalidSyntax, "this is not text in UTF-8", field: path)
        }
        return text
    }

    private static func fault(_ error: SystemError, _ path: String, _ limit: Int) -> BerthError {
        guard error.number == ErrorNumber.tooBig else { return BerthError(.inputOutput, error.description, cause: error) }
        return BerthError(.bodyTooLarge, "it is longer than the \(Bytes(Int64(limit))) that are read", field: path, cause: error)
    }
}
