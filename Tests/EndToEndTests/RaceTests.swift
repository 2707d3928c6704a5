import Foundation
import TestSupport
import Testing

extension EndToEnd {
    @Suite("Races for a state directory")
    struct RaceTests {
        private static let races = TestRun.count("BERTH_RACES", usually: TestRun.isQuick ? 5 : 20)

        @Test("of several daemons started at once on one state directory, one wins and the others end with 75")
        func races() throws {
            var random = SeededGenerator(seed: 30)
            var ground = try Contest()
            for race in 1...Self.races {
                // Every other race is for an empty directory, which the winner fills; the rest are for one whose last owner was killed.
                if race.isMultiple(of: 2) { ground = try Contest() }
                let count = Int.random(in: 2...8, using: &random)
                let outcome = try ground.race(count)
                #expect(outcome.winners == 1, "race \(race) of \(count): \(outcome)")
                #expect(outcome.losersCodes == Array(repeating: 75, count: count - 1), "race \(race): \(outcome)")
            }
            print("races \(Self.races), one winner each")
        }

        @Test("a daemon that finds the state directory taken changes no byte of it")
        func losersChangeNothing() throws {
            let daemon = try DaemonFixture(
                policy: EndToEnd.openPolicy, fleet: EndToEnd.modelledFleet, extra: ["--executor", "simulated"])
            try daemon.start()
            let submitted = try daemon.berth("submit", "--parsable", "--hold", "--", "true")
            #expect(submitted.code == 0, "\(submitted)")
            let before = try FolderPicture(of: daemon.stateDirectory)
            for _ in 0..<3 {
                var arguments = daemon.arguments
                if let index = arguments.firstIndex(of: daemon.socket) { arguments[index] = daemon.directory.file("other.sock") }
                let loser = try ProcessResult.run([Binaries.berthd] + arguments)
                #expect(loser.code == 75)
                #expect(loser.output.isEmpty)
                #expect(loser.error.contains(daemon.stateDirectory), "\(loser.error)")
            }
            #expect(try FolderPicture(of: daemon.stateDirectory) == before)
            #expect(!FileManager.default.fileExists(atPath: daemon.directory.file("other.sock")))
            #expect(try daemon.request("GET", "/v1/jobs/\(submitted.lines.first ?? "")").status == 200)
        }
    }
}

/// One state directory for which daemons race.
private final class Contest {
    struct Outcome: CustomStringConvertible {
        var winners = 0
        var losersCodes: [Int32] = []
        var description: String { "\(winners) winners, losers ended with \(losersCodes)" }
    }

    private let folder: TemporaryDirectory
    private let policy: String
    private let fleet: String

    init() throws {
        folder = try TemporaryDirectory(prefix: "berth-race")
        policy = try folder.write(EndToEnd.openPolicy, to: "policy.yaml")
        fleet = try folder.write(EndToEnd.modelledFleet, to: "fleet.yaml")
    }

    /// Starts `count` daemons at once, waits until each has won or ended, and kills the winner.
    func race(_ count: Int) throws -> Outcome {
        var contestants: [(process: ChildProcess, said: String)] = []
        for number in 0..<count {
            let said = try folder.write("", to: "said-\(number)")
            let process = try ChildProcess(
                [
                    Binaries.berthd, "--state-dir", folder.file("state"), "--socket", folder.file("\(number).sock"), "--fleet", fleet,
                    "--policy", policy, "--executor", "simulated", "--init",
                ], output: said)
            contestants.append((process, said))
        }
        var outcome = Outcome()
        var winners: [ChildProcess] = []
        for (process, said) in contestants {
            let deadline = ContinuousClock.now + .seconds(300)
            while process.isRunning, FileManager.default.contents(atPath: said)?.isEmpty != false, ContinuousClock.now < deadline {
                Thread.sleep(forTimeInterval: 0.005)
            }
            if process.isRunning {
                outcome.winners += 1
                winners.append(process)
            } else {
                outcome.losersCodes.append(process.wait())
            }
        }
        for winner in winners {
            winner.signal(SIGKILL)
            winner.wait()
        }
        return outcome
    }
}

/// Every file of a folder with its bytes and the time of its last change.
private struct FolderPicture: Equatable {
    private var files: [String: [String]] = [:]

    init(of path: String) throws {
        for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
            let full = "\(path)/\(name)"
            let attributes = try FileManager.default.attributesOfItem(atPath: full)
            let bytes = FileManager.default.contents(atPath: full)?.base64EncodedString() ?? ""
            files[name] = ["\(attributes[.modificationDate] ?? "")", "\(attributes[.size] ?? "")", bytes]
        }
    }
}
