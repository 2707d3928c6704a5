import BerthModel
import BerthPlacement
import BerthPolicy
import BerthSystem
import TestSupport
import Testing

@testable import BerthStorage

@Suite("policies of several files")
struct PolicyFilesTests {
    private func files(_ texts: [String: String]) throws -> (directory: TemporaryDirectory, path: String) {
        let directory = try TemporaryDirectory(prefix: "berth-policy")
        try Files.createDirectory(directory.file("policy.d"))
        for (name, text) in texts { _ = try directory.write(text, to: name) }
        return (directory, directory.file("policy.yaml"))
    }

    @Test("a policy is joined with the files beside it, in the order of their names")
    func joined() throws {
        let (directory, path) = try files([
            "policy.yaml": "schema: 1\nplacement: best-fit\nagencies:\n  commerce: {users: [a]}\noperators: [root2]",
            "policy.d/20-noaa.yaml": "schema: 1\nagencies:\n  noaa: {parent: commerce}\noperators: [root3]\n",
            "policy.d/10-epa.yaml": "agencies:\n  epa: {limits: {jobs: 5}}\n",
            "policy.d/notes.txt": "not a policy",
        ])
        let text = try PolicyText(reading: path)
        #expect(text.parts.map(\.name) == ["", "policy.d/10-epa.yaml", "policy.d/20-noaa.yaml"])
        let policy = try PolicyFile.decode(text.joined, fileName: path)
        #expect(policy.agencies.keys.map(\.text).sorted() == ["commerce", "epa", "noaa"])
        #expect(policy.operators == ["root2", "root3"])
        #expect(policy.placement == .bestFit)
        // What the journal keeps tells the same again.
        let again = PolicyText(joined: text.joined)
        #expect(again.parts.map(\.name) == text.parts.map(\.name))
        #expect(again.joined == text.joined)
        withExtendedLifetime(directory) {}
    }

    @Test(
        "what two files say is an error that names both places",
        arguments: [
            (
                "agencies:\n  noaa: {}\n",
                "policy.d/1.yaml:2:3: agencies.noaa is given twice: here, and at policy.yaml:3:3"
            ),
            ("placement: first-fit\n", "policy.d/1.yaml:1:1: \"placement\" is given twice: here, and at policy.yaml:1:1"),
            ("queues:\n  a: {max_tim: 1h}\n", "policy.d/1.yaml:2:7: unknown key \"max_tim\" in queues.a (did you mean \"max_time\"?)"),
            ("schema: 2\n", "policy.d/1.yaml:1:9: schema \"2\" is not known (this version reads schema 1)"),
            ("a: [\n", "policy.d/1.yaml:2:1: this is not YAML: did not find expected node content"),
            (
                "agencies:\n  epa: {parent: noa}\n",
                "policy.d/1.yaml:2:3: no agency \"noa\" is in this policy, the parent of \"epa\" (did you mean \"noaa\"?)"
            ),
        ])
    func faults(second: String, message: String) throws {
        let text = "placement: best-fit\nagencies:\n  noaa: {}\nschema: 1\n\(PolicyText.marker)policy.d/1.yaml\n\(second)"
        let error = #expect(throws: BerthError.self) { try PolicyFile.decode(text, fileName: "policy.yaml") }
        #expect(error?.description == message)
        let elsewhere = #expect(throws: BerthError.self) { try PolicyFile.decode(text, fileName: "/etc/berth/policy.yaml") }
        #expect(elsewhere?.field?.hasPrefix("/etc/berth/policy.d/1.yaml:") == true)
    }

    @Test("warnings and users of every file stand at their place")
    func places() throws {
        let text = "operators: [a, b]\n\(PolicyText.marker)policy.d/1.yaml\napi: {max_body: 1 MiB}\noperators: [b, \"@c\"]\n"
        let file = try PolicyFile(text, fileName: "policy.yaml")
        #expect(file.warnings == ["policy.d/1.yaml:1:1: \"api\" in the policy file has no effect in this version"])
        #expect(file.users.map(\.user) == ["a", "b", "@c"])
        #expect(file.users.map(\.place) == ["policy.yaml:1:13", "policy.yaml:1:16", "policy.d/1.yaml:2:16"])
    }

    @Test("a file that is not there is no policy")
    func missing() throws {
        let error = #expect(throws: BerthError.self) { try PolicyText(reading: "/absent/policy.yaml") }
        #expect(error?.code == .inputOutput)
    }
}
