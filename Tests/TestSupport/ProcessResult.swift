public import Foundation

/// How a program that was run to its end did.
public struct ProcessResult: Sendable {
    /// The exit code, or 128 + signal.
    public let code: Int32
    public let output: String
    public let error: String

    public var lines: [Substring] { output.split(separator: "\n") }
}

extension ProcessResult {
    /// Runs a program to its end.
    /// - Parameters:
    ///   - arguments: the program's path, then its arguments.
    ///   - environment: added to this process's own.
    ///   - limit: seconds after which it is killed, so that a hang fails one test and not the run.
    public static func run(
        _ arguments: [String], input: Data = Data(), environment: [String: String] = [:], directory: String? = nil, limit: Double = 300
    ) throws -> ProcessResult {
        // Files, not pipes: nothing has to read while the program writes, and a grandchild that lives on holds nothing open here.
        let folder = try TemporaryDirectory(prefix: "berth-run")
        try input.write(to: URL(fileURLWithPath: folder.file("in")))
        for name in ["out", "err"] { try folder.write("", to: name) }
        let child = try ChildProcess(
            arguments, input: folder.file("in"), output: folder.file("out"), error: folder.file("err"), environment: environment,
            directory: directory)
        let code = child.wait(limit: limit)
        return ProcessResult(code: code, output: try read(folder.file("out")), error: try read(folder.file("err")))
    }

    private static func read(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    }
}
