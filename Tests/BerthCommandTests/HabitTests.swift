import BerthAPI
import BerthModel
import CannedServer
import Testing

@testable import berth

@Suite struct HabitTests {
    @Test("a mistyped verb names the nearest one, another tool's verb the right command")
    func verbs() async {
        let typo = await Typed.run(["sumbit"])
        #expect(typo.code == 64)
        #expect(typo.notes == ["berth: berth has no command \"sumbit\"; did you mean \"submit\"?"])
        let other = await Typed.run(["srun", "x"])
        #expect(other.code == 64)
        #expect(other.notes == ["berth: berth has no command \"srun\"; type: berth submit --wait --follow -- COMMAND"])
    }

    @Test("a socket may be named before the command", arguments: [["--socket", "/absent/s"], ["--socket=/absent/s"]])
    func leadingSocket(_ words: [String]) async {
        let typed = await Typed.run(words + ["ls"])
        #expect(typed.code == 69)
        #expect(typed.notes[0].hasPrefix("berth: berthd is not answering on /absent/s (no such socket)"))
    }

    @Test("Slurm's verbs are aliases")
    func aliases() async throws {
        for (alias, path) in [("squeue", "/v1/jobs"), ("sinfo", "/v1/nodes")] {
            let empty = alias == "squeue" ? #"{"jobs":[]}"# : #"{"nodes":[]}"#
            let (typed, requests) = try await Typed.run([alias], answers: ["GET \(path)": empty])
            #expect(typed.code == 0)
            #expect(requests.count == 1)
        }
        let table = await Typed.run(["aliases"])
        #expect(table.code == 0)
        #expect(table.out.contains("sbatch") && table.out.contains("-w: in Slurm a node list"))
    }

    @Test("help goes to standard output and ends well; a mistyped flag goes to standard error")
    func help() async {
        let help = await Typed.run(["help", "ls"])
        #expect(help.code == 0)
        #expect(help.out.contains("USAGE: berth ls"))
        #expect(help.notes.isEmpty)
        let typo = await Typed.run(["ls", "--stat", "pending"])
        #expect(typo.code == 64)
        #expect(typo.out.isEmpty)
        #expect(typo.notes[0] == "berth: unknown option '--stat'. Did you mean '--state'?")
    }

    @Test("every verb of the interface is there")
    func surface() {
        let verbs = Set(Habits.verbs)
        let work = "submit plan ls show why wait logs cancel hold release update watch "
        let rest = "nodes topo power drain undrain policy demo completion version api help"
        #expect((work + rest).split(separator: " ").allSatisfy { verbs.contains(String($0)) })
    }

    @Test("every flag that is suggested for a mistyped one is a flag of submit")
    func knownFlags() async {
        let help = await Typed.run(["help", "submit"]).out
        for flag in SubmissionOptions.known { #expect(help.contains(flag), "\(flag)") }
        for flag in SubmissionOptions.later { #expect(!help.contains("\(flag) "), "\(flag)") }
    }

    @Test("no word stands for two verbs")
    func noWordTwice() {
        #expect(Set(Habits.verbs).count == Habits.verbs.count)
        #expect(Habits.instead.allSatisfy { !Habits.verbs.contains($0.word) })
    }

    @Test("completion scripts are made for the three shells")
    func completion() async {
        for shell in ["bash", "zsh", "fish"] {
            let typed = await Typed.run(["completion", shell])
            #expect(typed.code == 0)
            #expect(typed.out.contains("submit"))
        }
    }

    @Test("cancelling more than twenty jobs without a terminal needs --yes")
    func cancelMany() async throws {
        let jobs = (1...21).map { Views.job("\($0)", "a", "pending") }
        let body = try Views.json(JobList(jobs: jobs, nextCursor: nil))
        let answers = ["GET /v1/jobs": body, "POST /v1/jobs/cancel": #"{"cancelled":["1","2"]}"#]
        let (refused, requests) = try await Typed.run(["cancel", "--mine", "--state", "pending"], answers: answers)
        #expect(refused.code == 64)
        #expect(refused.notes[0].hasPrefix("berth: this would cancel 21 jobs"))
        #expect(requests.count == 1)
        let done = try await Typed.run(["cancel", "--mine", "--state", "pending", "--yes"], answers: answers).typed
        #expect(done.code == 0)
        #expect(done.out == "job 1 cancelled\njob 2 cancelled\n")
        #expect(done.notes == ["cancelled 2 jobs"])
    }

    @Test("one of several that fails is told, the others are done, and the exit code is 1")
    func partialFailure() async throws {
        let job = try Views.json(Views.job("2", "a", "held"))
        let (typed, requests) = try await Typed.run(["hold", "1", "2"], answers: ["PATCH /v1/jobs/2": job])
        #expect(typed.code == 1)
        #expect(typed.out == "job 2 held\n")
        #expect(typed.notes == ["berth: there is no /v1/jobs/1"])
        #expect(requests.map(\.body) == ["{\"hold\":true}", "{\"hold\":true}"])
    }

    @Test("why names every blocker, what clears it and who can do something")
    func why() async throws {
        let power = BlockerView(
            Blocker(.waitingForPower, "hall-2 has 1.3 kW left, this job needs 2.4 kW", clearsWhen: ["4127 ends"], hint: "--power-cap 325W"))
        let quota = BlockerView(Blocker(.agencyQuota, "noaa holds 32 of 32 h200"))
        let view = WhyView(
            id: "4130", state: "pending", summary: "job 4130 (4 x h200) waits", blockers: [power, quota], cleared: ["node health"],
            sequence: 3)
        let typed = try await Typed.run(["why", "4130"], answers: ["GET /v1/jobs/4130/why": try Views.json(view)]).typed
        #expect(
            typed.out == """
                job 4130 (4 x h200) waits:
                 1 WaitingForPower hall-2 has 1.3 kW left, this job needs 2.4 kW
                                   clears when: 4127 ends
                                   you can: --power-cap 325W
                 2 AgencyQuota     noaa holds 32 of 32 h200
                not a problem: node health

                """)
    }

    @Test(
        "times of the API are read back to the millisecond",
        arguments: [0, 951_782_400_000, 1_772_366_400_123, 4_102_444_799_999] as [Int64])
    func moments(_ milliseconds: Int64) {
        let moment = Timestamp(milliseconds: milliseconds)
        #expect(Moment.parse(moment.description) == moment)
    }

    @Test(
        "words are split as a shell does",
        arguments: [
            ("-t 1h --name 'a b'", ["-t", "1h", "--name", "a b"]), ("a\\ b \"c 'd'\" # e", ["a b", "c 'd'"]), ("", []), ("''", [""]),
        ])
    func shellWords(_ text: String, _ words: [String]) {
        #expect(ShellWords.split(text) == words)
    }

    @Test("an open quote is no word")
    func openQuote() { #expect(ShellWords.split("'a") == nil) }
}
