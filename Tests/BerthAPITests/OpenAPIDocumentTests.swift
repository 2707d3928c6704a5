@testable import BerthAPI
import BerthModel
import Foundation
import Testing

@Suite struct OpenAPIDocumentTests {
    @Test("the document describes every endpoint, with its parameters, and refers to nothing that is not there")
    func complete() throws {
        let document = OpenAPIDocument.json(version: "1.2.3")
        #expect(document["openapi"] == "3.1.0")
        #expect(document["info"]?["version"] == "1.2.3")
        for endpoint in Endpoint.allCases {
            let operation = try #require(document["paths"]?[endpoint.path]?[endpoint.method.rawValue.lowercased()])
            #expect(operation["operationId"] == .string(endpoint.rawValue))
            guard case .array(let parameters) = operation["parameters"] ?? [] else { continue }
            #expect(parameters.count == endpoint.parameters.count)
        }
        let text = String(decoding: try JSONEncoder().encode(document), as: UTF8.self).replacing("\\/", with: "/")
        for match in text.matches(of: /#\/components\/schemas\/(\w+)/) {
            #expect(document["components"]?["schemas"]?[String(match.1)] != nil, "\(match.1)")
        }
    }

    @Test("every schema of the document is used, but for the job's own and the document's")
    func used() throws {
        let text = String(decoding: try JSONEncoder().encode(OpenAPIDocument.json(version: "1")), as: UTF8.self).replacing("\\/", with: "/")
        for name in OpenAPIDocument.schemas.keys { #expect(text.contains("#/components/schemas/\(name)\""), "\(name)") }
    }

    @Test("a schema names exactly the keys that its type writes when everything is there")
    func keys() throws {
        var view = JobView(id: "1", name: "a", state: "running", agency: "b", user: "c", jobClass: "batch", submittedAt: "t")
        (view.queue, view.accelerators, view.reason, view.reasonMessage, view.exitCode, view.membersReady) = ("q", "h200:1", "r", "m", 0, 1)
        (view.timeLimitSeconds, view.arrayLimit, view.command, view.directory, view.output) = (1, 1, ["true"], "/", "o")
        view.together = "rack"
        (view.dependencies, view.labels, view.startedAt, view.endedAt) = (["after:1"], ["a": "b"], "t", "t")
        (view.position, view.array) = (1, ArrayView(indexes: "0", tasks: 1, pending: 1, active: 0, succeeded: 0, failed: 0))
        try expectSameKeys(view)
        try expectSameKeys(JobPatch(hold: true, priority: 1, timeSeconds: 1, requeue: true))
        try expectSameKeys(CancelRequest(state: "s", agency: "a", name: "n", mine: true, expectCount: 1))
        try expectSameKeys(BatchLine(line: 1, id: "1", created: true, problem: Problem(BerthError(.usage, "m"))))
        try expectSameKeys(EventView(sequence: 1, time: "t", kind: "k", job: "1", message: "m"))
    }

    @Test("what may be absent is not required, and what a word may be is listed")
    func requirements() throws {
        let patch = WireSchema(of: JobPatch.self).json
        #expect(patch["required"] == [])
        #expect(patch["properties"]?["time_seconds"] == ["type": "integer"])
        let plan = WireSchema(of: PlanView.self).json
        #expect(plan["properties"]?["verdict"] == ["type": "string", "enum": ["now", "waits", "never"]])
        #expect(plan["properties"]?["nodes"]?["items"]?["properties"]?["memory_nodes"] == ["type": "string"])
        guard case .array(let required) = plan["required"] else { return #expect(Bool(false)) }
        #expect(required.contains("snapshot_seq"))
    }

    private func expectSameKeys(_ value: some Codable) throws {
        let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(value)) as? [String: Any]
        let written = try #require(object).keys.sorted()
        #expect(written == WireSchema(of: type(of: value)).keys)
    }
}
