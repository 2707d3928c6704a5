import ArgumentParser
import BerthAPI
import BerthClient
import BerthModel

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Say what would happen to a job, and change nothing.",
        discussion: "The scheduler's own decision on the present state. Exit codes: 0 starts now, 80 would wait, 81 can never run here.")

    @OptionGroup var submission: SubmissionOptions
    @Option(name: .customShort("o"), help: ArgumentHelp("json or yaml.", valueName: "format"))
    var format: String?
    @OptionGroup(title: "Daemon") var connection: ConnectionOptions

    mutating func run() async throws {
        let format = try format.map { text throws(BerthError) in try OutputFormat(parsing: text) } ?? .table
        try await PlanCommand.plan(try Submission.spec(from: submission), connection, format, on: Invocation.console)
    }

    static func plan(_ spec: JobSpec, _ connection: ConnectionOptions, _ format: OutputFormat, on console: Console) async throws {
        let client = connection.client()
        let body = JobFileBody(Array(try Structured.json(JobFileValue(spec: spec)).utf8), form: .json)
        let view = try await client.plan(body)
        switch format {
        case .json: console.out(try Structured.json(view))
        case .yaml: console.out(try Structured.yaml(view))
        default: console.out(text(view, spec))
        }
        switch view.verdict {
        case .now: return
        case .waits: throw Exit(.wouldWait)
        case .never: throw Exit(.neverFits)
        }
    }

    static func text(_ view: PlanView, _ spec: JobSpec) -> String {
        switch view.verdict {
        case .now:
            var text = "would start now on \(NameRange.compress(Array(Set(view.nodes.map(\.name))))), \(Watts(view.watts))\n"
            for node in view.nodes.sorted(by: { $0.member < $1.member }) {
                let more = (node.part.map { " \($0)" } ?? "") + (node.modelled ? " (modelled)" : "")
                let devices = node.kind.map { "  \($0) \(IndexList.text(node.deviceIndexes))\(more)" } ?? ""
                text += "  member \(node.member)  \(node.name)\(devices)  cpus \(node.cpus.isEmpty ? "-" : node.cpus)"
                text += "  memory \(node.memoryNodes.isEmpty ? "-" : node.memoryNodes)  \(node.watts) W\n"
            }
            return text + WhyText.kinds(view.kinds)
        case .waits:
            let count = view.blockers.count
            return "would wait: \(count) \(count == 1 ? "blocker" : "blockers, all must clear")\n" + WhyText.blockers(view.blockers)
                + stops(view.stops ?? []) + WhyText.kinds(view.kinds)
        case .never: return Refusal.text(view.blockers)
        }
    }

    /// Who would be told to end for it, so that it starts once they have.
    private static func stops(_ stops: [PlanView.Stop]) -> String {
        guard !stops.isEmpty else { return "" }
        let what = stops.count == 1 ? "1 job would be" : "\(stops.count) jobs would be"
        let lines = stops.map { stop in
            "  \(stop.id)\(stop.queue.map { "  queue \($0)" } ?? "")  \(stop.members) \(stop.members == 1 ? "member" : "members")"
                + "  \(stop.watts) W  grace \(Duration.seconds(stop.graceSeconds).short)\n"
        }
        return "\(what) told to end for it:\n" + lines.joined()
    }
}
