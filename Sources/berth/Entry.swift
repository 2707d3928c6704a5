import ArgumentParser
import BerthModel

/// From the words of a command line to an exit code.
enum Entry {
    static func run(_ words: [String], on console: Console) async -> Int32 {
        let (socket, arguments) = Habits.leadingSocket(of: words)
        if let refusal = Habits.refusal(of: arguments) { return Failure.report(refusal, on: console) }
        do {
            return try await Invocation.$current.withValue(Invocation(arguments: arguments, socket: socket, console: console)) {
                var command = try Berth.parseAsRoot(SubmissionOptions.completed(arguments))
                if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
                return ExitCode.success.rawValue
            }
        } catch let exit as Exit {
            return exit.code
        } catch let error as BerthError {
            return Failure.report(error, on: console)
        } catch {
            return tell(error, arguments, on: console)
        }
    }

    /// What the argument parser has to say: help on standard output, faults on standard error.
    private static func tell(_ error: any Error, _ arguments: [String], on console: Console) -> Int32 {
        let code = Berth.exitCode(for: error)
        if code.isSuccess {
            console.line(Berth.fullMessage(for: error))
            return ExitCode.success.rawValue
        }
        if let letter = Habits.ambiguousLetter(in: arguments) { return Failure.report(letter, on: console) }
        let message = Berth.message(for: error)
        let usage = Berth.fullMessage(for: error).split(separator: "\n").filter { $0.hasPrefix("Usage:") || $0.hasPrefix("  See ") }
        console.note("berth: \(message.prefix(1).lowercased())\(message.dropFirst())")
        for line in usage { console.note(String(line)) }
        return ExitCode.usage.rawValue
    }
}
