import Foundation
import Testing

/// Plays the files of Tests/Scenarios. `BERTH_REWRITE_SCENARIOS=1` writes what came out into them, to be read and committed.
@Suite("scenarios")
struct ScenarioTests {
    private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    private static let folder = tests.appendingPathComponent("Scenarios")

    static let names: [String] = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        .filter { $0.hasSuffix(".txt") }.sorted()

    @Test("there are scenarios") func exist() { #expect(ScenarioTests.names.count >= 9) }

    @Test("a scenario goes as its file says", arguments: names)
    func play(name: String) throws {
        let file = ScenarioTests.folder.appendingPathComponent(name)
        let expected = Scenario(try String(contentsOf: file, encoding: .utf8))
        let world = ScenarioWorld(root: ScenarioTests.tests.deletingLastPathComponent().path)
        var actual = expected
        actual.parts = expected.parts.map { part in
            guard case .command(let command, _) = part else { return part }
            return .command(command, output: world.run(command))
        }
        if ProcessInfo.processInfo.environment["BERTH_REWRITE_SCENARIOS"] != nil {
            try actual.text.write(to: file, atomically: true, encoding: .utf8)
        }
        for (got, wanted) in zip(actual.parts, expected.parts) where got != wanted {
            #expect(got == wanted, "\(name)")
        }
        #expect(!actual.text.contains("ANOTHER STATE") && !actual.text.contains("error InternalFault"))
    }
}
