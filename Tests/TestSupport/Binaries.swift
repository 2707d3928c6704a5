import Foundation

/// The programs of this package, as they were built together with the running tests.
public enum Binaries {
    /// The folder that the build put the test bundle and the programs into.
    public static let folder: String = {
        let running = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: running).deletingLastPathComponent().path
    }()

    public static var berth: String { "\(folder)/berth" }
    public static var berthd: String { "\(folder)/berthd" }
    public static var supervisor: String { "\(folder)/berth-supervisor" }
}

/// What this test run may do and how long it should take.
public enum TestRun {
    public static let isRoot = geteuid() == 0
    /// `tools/test --quick`.
    public static let isQuick = ProcessInfo.processInfo.environment["BERTH_TEST_QUICK"] != nil

    /// A count that the environment may raise: 1000 kills by hand, 50 in the suite.
    public static func count(_ variable: String, usually standard: Int) -> Int {
        ProcessInfo.processInfo.environment[variable].flatMap(Int.init) ?? standard
    }

    /// A program of the host that some test needs, such as `python3`.
    public static func has(program: String) -> Bool {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
        }
    }
}
