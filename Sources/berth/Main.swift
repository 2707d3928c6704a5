import ArgumentParser

@main
struct Main {
    static func main() async {
        Process.end(with: await Entry.run(Array(CommandLine.arguments.dropFirst()), on: .standard))
    }
}

enum Process {
    /// Ends this process. The argument parser says nothing when it is given a bare code.
    static func end(with code: Int32) -> Never { Berth.exit(withError: ArgumentParser.ExitCode(code)) }
}
