import BerthAPI
import BerthModel

/// The answer of `berth submit`.
enum SubmitText {
    static func print(_ view: SubmitView, _ spec: JobSpec, _ format: OutputFormat, parsable: Bool, on console: Console) throws(BerthError) {
        if parsable { return console.line(view.id) }
        switch format {
        case .json: console.out(try Structured.json(view))
        case .yaml: console.out(try Structured.yaml(view))
        case .name: console.line(view.id)
        default:
            console.out(text(view, spec))
            console.note("  follow: berth logs -f \(view.id)     explain: berth why \(view.id)")
        }
    }

    static func text(_ view: SubmitView, _ spec: JobSpec) -> String {
        let verb = view.created ? "accepted" : "was accepted before with this key"
        let queue = view.queue.map { ", queue \"\($0)\"" } ?? ""
        return "job \(view.id) \(verb)\(queue), agency \(view.agency)\n  \(outlook(view, spec))\n"
    }

    private static func outlook(_ view: SubmitView, _ spec: JobSpec) -> String {
        if !view.nodes.isEmpty {
            let devices = SubmitText.devices(spec).map { "\($0)\(view.modelled ? ", modelled" : ""), " } ?? ""
            let together = spec.together.map { "in one \($0.phrase), " } ?? ""
            return "starts now on \(NameRange.compress(Array(Set(view.nodes)))) (\(devices)\(together)\(Watts(view.watts)))"
        }
        guard let reason = view.reason else { return "is \(view.state)" }
        return "\(view.state): \(reason)\(view.reasonMessage.map { ": \(Plain.cell($0))" } ?? "")"
    }

    /// All devices that the job asks for: `16 x h200`; nil for a job on cores.
    static func devices(_ spec: JobSpec) -> String? {
        guard !spec.accelerators.isEmpty else { return nil }
        return spec.accelerators.map { $0.phrase(times: spec.members.min) }.joined(separator: " or ")
    }
}
