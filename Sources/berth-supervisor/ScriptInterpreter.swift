/// What runs a script.
enum ScriptInterpreter {
    /// The command that runs a script by the rules of execve(2): the interpreter of its `#!` line, the rest of the line as one
    /// argument, the script's path. Without such a line a shell runs it.
    static func command(for script: String, at path: String) -> [String] {
        guard script.hasPrefix("#!") else { return ["/bin/sh", path] }
        let line = script.dropFirst(2).prefix { $0 != "\n" && $0 != "\r\n" }
        let words = line.split(maxSplits: 1, omittingEmptySubsequences: true) { $0 == " " || $0 == "\t" }.map(String.init)
        guard let interpreter = words.first else { return ["/bin/sh", path] }
        let argument = words.dropFirst().map(trimmingEnd).filter { !$0.isEmpty }
        return [interpreter] + argument + [path]
    }

    private static func trimmingEnd(_ text: String) -> String {
        var text = text[...]
        while let last = text.last, last == " " || last == "\t" { text = text.dropLast() }
        return String(text)
    }
}
