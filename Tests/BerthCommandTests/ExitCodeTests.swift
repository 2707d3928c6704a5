import BerthAPI
import BerthClient
import BerthModel
import BerthSystem
import CannedServer
import TestSupport
import Testing

@testable import berth

@Suite struct ExitCodeTests {
    @Test(
        "every kind of fault has its exit code",
        arguments: [
            (ErrorCode.usage, 64), (.invalidJob, 65), (.invalidSyntax, 65), (.unknownDependency, 65), (.bodyTooLarge, 65),
            (.unreachable, 69),
            (.internalFault, 70), (.inputOutput, 74), (.diskFull, 75), (.stateLocked, 75), (.notReady, 75), (.notAllowed, 77),
            (.invalidPolicy, 78),
            (.noSuchKind, 81), (.neverFits, 81), (.notFound, 1), (ErrorCode(rawValue: "Unheard"), 70),
        ] as [(ErrorCode, Int32)])
    func codes(_ code: ErrorCode, _ exit: Int32) {
        #expect(ExitCode(code).rawValue == exit)
    }

    @Test("a job's own code is passed on, except where it would be taken for one of ours")
    func jobCodes() {
        #expect(ExitCode.ofJob(0) == 0)
        #expect(ExitCode.ofJob(3) == 3)
        #expect(ExitCode.ofJob(137) == 137)
        #expect((64...99).allSatisfy { ExitCode.ofJob($0) == 1 })
        #expect(ExitCode.ofJob(300) == 1)
    }

    @Test("a missing socket is 69 with what to do")
    func missingSocket() async {
        let path = "/tmp/berth-none-\(UniqueName.random().prefix(8))"
        let typed = await Typed.run(["ls", "--socket", path])
        #expect(typed.code == 69)
        #expect(typed.notes == ["berth: berthd is not answering on \(path) (no such socket). Is it running?  systemctl status berthd"])
    }

    @Test("an unknown job is 1, for programs in the problem and for people in one line")
    func unknownJob() async throws {
        let typed = try await Typed.run(["show", "9"], answers: [:]).typed
        #expect(typed.code == 1)
        #expect(typed.notes == ["berth: there is no /v1/jobs/9"])
        #expect(await Typed.run(["show", "x"]).code == 64)
    }

    @Test("plan: 0 starts now, 80 would wait, 81 never", arguments: [("now", 0), ("waits", 80), ("never", 81)] as [(String, Int32)])
    func plan(_ verdict: String, _ code: Int32) async throws {
        let view = #"{"verdict":"\#(verdict)","nodes":[],"watts":0,"blockers":[],"snapshot_seq":1}"#
        #expect(try await Typed.run(["plan", "--", "x"], answers: ["POST /v1/plan": view]).typed.code == code)
        #expect(try await Typed.run(["submit", "--dry-run", "--", "x"], answers: ["POST /v1/plan": view]).typed.code == code)
    }

    @Test(
        "waiting gives the job's code, 1 for a code of ours, 83 for a job that never ran",
        arguments: [
            ("succeeded", 0, true, 0), ("failed", 3, true, 3), ("failed", 70, true, 1), ("cancelled", nil, false, 83),
            ("cancelled", nil, true, 1),
            ("timed-out", 137, true, 137), ("unsatisfiable", nil, false, 1),
        ] as [(String, Int?, Bool, Int32)])
    func wait(_ state: String, _ exitCode: Int?, _ hasRun: Bool, _ code: Int32) async throws {
        var job = Views.job("41", "a", state)
        job.exitCode = exitCode
        job.startedAt = hasRun ? "2026-03-01T12:00:00.000Z" : nil
        let version = Views.version
        let typed = try await Typed.run(["wait", "41"], answers: ["GET /v1": version, "GET /v1/jobs/41": try Views.json(job)]).typed
        #expect(typed.code == code)
    }

    @Test("waiting goes on over a broken event stream, without asking twice for what it knows")
    func waitResumes() async throws {
        let pending = try Views.json(Views.job("41", "a", "pending"))
        let done = try Views.json(Views.job("41", "a", "succeeded"))
        let event = #"{"seq":9,"time":"2026-03-01T12:00:00.000Z","kind":"ended","job":"41","message":"m"}"# + "\n"
        let (typed, requests) = try await Typed.run(["wait", "41", "--timeout", "1h"]) { request, number in
            switch request.target {
            case "/v1": .status(200, Views.version)
            case "/v1/jobs/41": .status(200, number < 4 ? pending : done)
            default: number == 2 ? .hangUp : .pieces([event])
            }
        }
        #expect(typed.code == 0)
        #expect(
            requests.map(\.target) == [
                "/v1", "/v1/jobs/41", "/v1/events?after=7&job=41&follow=true", "/v1/events?after=7&job=41&follow=true", "/v1/jobs/41",
            ])
    }

    @Test("a wait whose time is over is 82")
    func waitTimesOut() async throws {
        let pending = try Views.json(Views.job("41", "a", "pending"))
        let (typed, _) = try await Typed.run(["wait", "41", "--timeout", "50ms"]) { request, _ in
            switch request.target {
            case "/v1": .status(200, Views.version)
            case "/v1/jobs/41": .status(200, pending)
            default: .silence
            }
        }
        #expect(typed.code == 82)
    }

    @Test("a bad policy file is 78, named by file, line and column, without a daemon")
    func policyCheck() async throws {
        let scratch = try TemporaryDirectory(prefix: "berth-policy")
        let bad = try scratch.write("schema: 1\npower:\n  site: {budgt: 4 MW}\n", to: "policy.yaml")
        let typed = await Typed.run(["policy", "check", bad])
        #expect(typed.code == 78)
        #expect(typed.notes.count == 1)
        #expect(typed.notes[0].hasPrefix("berth: \(bad):3:"))
        #expect(typed.notes[0].contains("did you mean \"budget\"?"))
        let good = try scratch.write("schema: 1\npower:\n  site: {budget: 4 MW}\n", to: "good.yaml")
        #expect(await Typed.run(["policy", "check", good]).out == "\(good): good\n")
    }
}
