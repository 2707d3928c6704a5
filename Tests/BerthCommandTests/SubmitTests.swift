import BerthAPI
import BerthModel
import BerthStorage
import CannedServer
import TestSupport
import Testing

@testable import berth

@Suite struct SubmitTests {
    static let accepted = """
        {"id":"4127","created":true,"state":"starting","agency":"noaa","queue":"research","nodes":["h-03","h-04"],
        "watts":9600,"modelled":false}
        """

    /// The job that a command line describes, as its file is printed.
    private func explained(_ words: String...) async throws -> JobSpec {
        let typed = await Typed.run(["submit", "--explain"] + words)
        try #require(typed.code == 0, "\(typed.notes)")
        return try JobFile.decode(typed.out, fileName: nil)
    }

    @Test("a submission prints one sentence with the outlook, or the id alone")
    func answer() async throws {
        let words = ["submit", "--accel", "h200:8", "-N2", "-t", "6h", "--", "python3", "train.py"]
        let (typed, requests) = try await Typed.run(words, answers: ["POST /v1/jobs": SubmitTests.accepted])
        #expect(typed.code == 0)
        #expect(typed.out == "job 4127 accepted, queue \"research\", agency noaa\n  starts now on h-[03-04] (16 x h200, 9.6 kW)\n")
        #expect(typed.notes == ["  follow: berth logs -f 4127     explain: berth why 4127"])
        #expect(requests[0].headers["idempotency-key"]?.count == 36)
        let spec = try JobFile.decodeJSON(Array(requests[0].body.utf8), fileName: nil)
        #expect(spec.accelerators == [AcceleratorRequest(kind: KindName(literal: "h200"), count: 8)])
        #expect(spec.jobClass == .gang && spec.nodes == 2 && spec.time == .seconds(21600))
        #expect(spec.name == "python3")
        #expect(spec.program == .command(["python3", "train.py"]))

        let parsable = try await Typed.run(["submit", "--parsable", "--", "x"], answers: ["POST /v1/jobs": SubmitTests.accepted]).typed
        #expect(parsable.out == "4127\n")
        #expect(parsable.notes.isEmpty)
    }

    @Test("Slurm's spellings mean the same job")
    func slurmSpellings() async throws {
        let ours = try await explained(
            "--name", "a", "--agency", "noaa", "--queue", "q", "--nodes", "2", "--accel", "h200:8", "--cpus", "4", "--mem", "64GiB",
            "--time", "2h",
            "--dependency", "afterok:41", "--signal", "USR1@300s", "--hold", "--exclude", "h-[01-02]", "--", "x")
        let slurms = try await explained(
            "-J", "a", "-A", "noaa", "-p", "q", "-N", "2", "--gpus-per-node=h200:8", "-c", "4", "--mem=64G", "-t", "0-02:00:00", "-d",
            "afterok:41",
            "--signal=B:USR1@300", "-H", "-x", "h-01,h-02", "--", "x")
        #expect(ours == slurms)
        let together = try await explained("-N2", "--together", "neuronlink", "--", "x")
        #expect(together.together == .neuronlink && together.jobClass == .gang)
        let total = try await explained("-N2", "-G", "h200:16", "--", "x")
        #expect(total.accelerators.map(\.count) == [8])
        let cores = try await explained("-N2", "-G", "trn2:32:lnc=1", "--", "x")
        #expect(cores.accelerators.map(\.description) == ["trn2:16:lnc=1"])
    }

    @Test("a job file that is printed is read back to the same job, as YAML and as JSON")
    func roundTrip() async throws {
        let spec = try await explained(
            "--replicas", "2..6", "--accel-any", "h200:8 | trn2:16:lnc=1 | h100:mig=3g.40gb | h100:fraction=250/20GiB", "--power-cap",
            "500W", "--requeue", "--max-attempts", "5", "--label",
            "team=a",
            "--export", "A=b", "--output", "o-%j", "--error", "e-%j", "--grace", "90s", "--priority", "-3", "--nodelist", "h-01", "--",
            "serve", "a b")
        let json = try Structured.json(JobFileValue(spec: spec))
        #expect(try JobFile.decodeJSON(Array(json.utf8), fileName: nil) == spec)
        #expect(spec.jobClass == .service && spec.maxAttempts == 5 && spec.environment == ["A": "b"])
        var other = try await explained("-a", "1,3,5-7%2", "-t", "1h", "--no-requeue", "--", "x")
        other.readiness = nil
        other.simulation = Simulation(duration: .milliseconds(1500), exit: 3)
        #expect(try JobFile.decodeJSON(Array(try Structured.json(JobFileValue(spec: other)).utf8), fileName: nil) == other)
    }

    @Test("a script is copied with its arguments, and #BERTH lines are flags that the command line overrides")
    func script() async throws {
        let scratch = try TemporaryDirectory(prefix: "berth-submit")
        let text = "#!/bin/sh\n#BERTH --accel trn2:16 -t 1h  # a comment\n#BERTH --name 'of the script'\necho hello\n#BERTH --hold\n"
        let path = try scratch.write(text, to: "x.sh")
        let spec = try await explained("-t", "2h", path, "-n", "5")
        #expect(spec.program == .script(text, arguments: ["-n", "5"]))
        #expect(spec.accelerators.map(\.description) == ["trn2:16"])
        #expect(spec.time == .seconds(7200))
        #expect(spec.name == "of the script")
        #expect(!spec.hold)
        let plain = try await explained(try scratch.write("#!/bin/sh\n", to: "y.sh"))
        #expect(plain.name == "y.sh")
    }

    @Test("times, notice and host label are flags, and what is sent is absolute")
    func times() async throws {
        let spec = try await explained(
            "--preemptible=120s", "--begin", "2026-03-01T12:00:00Z", "--deadline", "2026-03-01T15:00:00+01:00", "--host-label", "il5", "--",
            "x")
        #expect(spec.preemptible == .seconds(120) && spec.hostLabel == LabelName(literal: "il5"))
        #expect(spec.begin?.description == "2026-03-01T12:00:00.000Z" && spec.deadline?.description == "2026-03-01T14:00:00.000Z")
        #expect(try JobFile.decodeJSON(Array(try Structured.json(JobFileValue(spec: spec)).utf8), fileName: nil) == spec)
        let checkpoint = try await explained("--checkpoint-grace", "90s", "--", "x")
        #expect(checkpoint.preemptible == .seconds(90))
    }

    @Test("--preemptible may stand without a value, and stays as it is among the words of a command")
    func preemptibleAlone() async throws {
        let spec = try await explained("--grace", "45s", "--preemptible", "--", "x", "--preemptible")
        #expect(spec.preemptible == .seconds(45))
        #expect(spec.program == .command(["x", "--preemptible"]))
        let scratch = try TemporaryDirectory(prefix: "berth-submit")
        let path = try scratch.write("#!/bin/sh\n#BERTH --preemptible\n", to: "x.sh")
        let script = try await explained(path, "--preemptible", "5")
        #expect(script.preemptible == .seconds(10))
        #expect(script.program == .script("#!/bin/sh\n#BERTH --preemptible\n", arguments: ["--preemptible", "5"]))
    }

    @Test("flags change what a job file says")
    func jobFile() async throws {
        let scratch = try TemporaryDirectory(prefix: "berth-submit")
        let path = try scratch.write("command: [sleep, 1]\ntime: 1h\nname: a\n", to: "job.yaml")
        let spec = try await explained("-f", path, "-t", "5m")
        #expect(spec.name == "a" && spec.time == .seconds(300))
        let broken = try scratch.write("command: [sleep]\nmemmory: 1 GiB\n", to: "bad.yaml")
        let typed = await Typed.run(["submit", "-f", broken])
        #expect(typed.code == 65)
        #expect(typed.notes[0].contains("bad.yaml:2:1: unknown key \"memmory\""))
        #expect(typed.notes[0].contains("did you mean \"memory\"?"))
    }

    @Test(
        "mistakes are refused with what was probably meant",
        arguments: [
            (["--gpu-per-node", "h200:8", "x"], "berth: unknown option --gpu-per-node; did you mean --gpus-per-node?"),
            (
                ["--deadline", "tomorow", "--", "x"],
                "berth: --deadline: \"tomorow\" is not a time: it is not understood; "
                    + "write it like \"2026-03-01T12:00:00Z\", \"now+2h\" or \"06:00\""
            ),
            (["--prefer-together=rack", "x"], "berth: --prefer-together is not supported yet"),
            (["--class", "bacth", "--", "x"], "berth: --class: there is no class \"bacth\"; did you mean \"batch\"?"),
            (["-N", "2-4", "--", "x"], "berth: --nodes: a range of nodes is not supported yet: a gang has one size; write -N 2"),
            (
                ["--export", "ALL", "--", "x"],
                "berth: --export: the environment is never captured as a whole; name the variables: --export PATH,LANG"
            ),
            (
                ["/no/such/script"],
                "berth: there is no script \"/no/such/script\"; to run a command, put -- in front: berth submit -- /no/such/script"
            ),
            (["-o", "out.txt", "--", "x"], "berth: -o out.txt: on submit, -o takes json, yaml or name; for a file: --output out.txt"),
        ])
    func mistakes(_ words: [String], _ line: String) async {
        let typed = await Typed.run(["submit"] + words)
        #expect(typed.code == 64)
        #expect(typed.notes == [line])
        #expect(typed.out.isEmpty)
    }

    @Test("letters that mean two things print both candidates", arguments: ["-n4", "-w", "-l"])
    func ambiguousLetters(_ letter: String) async {
        for words in [["submit", letter, "x"], ["ls", letter]] {
            let typed = await Typed.run(words)
            #expect(typed.code == 64)
            #expect(typed.notes.count == 1)
            #expect(typed.notes[0].contains("is not assigned: in Slurm it is") && typed.notes[0].contains("in kubectl it is"))
        }
    }

    @Test("an amount without a unit names its flag")
    func units() async {
        let typed = await Typed.run(["submit", "--mem", "64", "--", "x"])
        #expect(typed.code == 64)
        #expect(typed.notes == ["berth: --mem: \"64\" is not a memory size: it has no unit; write it like \"64 GiB\""])
    }

    @Test("a job that can never run is told with what was asked and what to try, and exits with 81")
    func neverFits() async throws {
        let problem = """
            {"type":"about:blank","title":"NoSuchKind","status":422,"code":"NoSuchKind",\
            "detail":"cannot ever run here: no node has accelerator kind \\"h100\\"\\n  asked  1 x h100\\n  fleet  64 x h200",\
            "hint":"--accel h200:1"}
            """
        let (typed, _) = try await Typed.run(["submit", "--accel", "h100", "--", "x"]) { _, _ in .status(422, problem) }
        #expect(typed.code == 81)
        #expect(
            typed.notes == [
                "cannot ever run here: no node has accelerator kind \"h100\"\n  asked  1 x h100\n  fleet  64 x h200\n"
                    + "  try    --accel h200:1"
            ])
    }

    @Test("a batch prints one id a line in the order of its file, and what was wrong with its line")
    func batch() async throws {
        let scratch = try TemporaryDirectory(prefix: "berth-submit")
        let path = try scratch.write("{\"command\":[\"a\"]}\n\n{\"command\":[]}\n{\"command\":[\"b\"]}\n", to: "jobs.ndjson")
        let problem =
            #"{"type":"about:blank","title":"x","status":422,"code":"InvalidJob","detail":"the command is empty","field":"/command"}"#
        let answer =
            #"{"line":1,"id":"7","created":true}"# + "\n" + #"{"line":2,"problem":\#(problem)}"# + "\n"
            + #"{"line":3,"id":"8","created":true}"#
        let (typed, requests) = try await Typed.run(["submit", "-f", path, "--batch", "--parsable", "--key", "k"]) { _, _ in
            .status(200, answer)
        }
        #expect(typed.out == "7\n8\n")
        #expect(typed.code == 1)
        #expect(typed.notes[0] == "berth: \(path):3: /command: the command is empty")
        #expect(requests.count == 1)
        #expect(requests[0].headers["idempotency-key"] == "k-0")
    }

    @Test("neighbours of a batch with the same fault are told in one line, and nobody else is counted among them")
    func batchRefusals() {
        var told: [String] = []
        var refusals = BatchRefusals(of: "jobs") { told.append("\($0)") }
        let (one, other) = (BerthError(.notAllowed, "no", field: "/agency"), BerthError(.neverFits, "never"))
        for (line, error) in [(1, one), (2, one), (3, one), (5, one), (6, other), (7, one)] { refusals.add(error, line: line) }
        refusals.finish()
        #expect(told == ["jobs:1-3: /agency: no", "jobs:5: /agency: no", "jobs:6: never", "jobs:7: /agency: no"])
        #expect(refusals.count == 6)
    }

    @Test("a batch is cut into requests of thousands, each line once and in order")
    func cuts() {
        let lines = (1...12_001).map { BatchSubmission.Line(number: $0, bytes: [0x7b, 0x7d]) }
        let requests = BatchSubmission.requests(lines)
        #expect(requests.map(\.count) == [5000, 5000, 2001])
        #expect(requests.flatMap { $0.map(\.number) } == Array(1...12_001))
        let large = (1...5).map {
            BatchSubmission.Line(number: $0, bytes: Array(repeating: 0x20, count: BatchSubmission.bytesPerRequest - 10))
        }
        #expect(BatchSubmission.requests(large).map(\.count) == [1, 1, 1, 1, 1])
    }
}
