import BerthModel
import BerthPolicy
import BerthScheduler

/// The last things that happened, for whoever looks for the cause of a fault.
struct History {
    enum Item {
        case fault(Int64, String)
        case entry(Int64, JournalEntry)
        case command(Int64, ClientCommand, String)
        case message(Int64, Int, NodeMessage)
        case report(Int64, ExecutorReport)
    }

    private static let kept = 60
    private var items: [Item] = []
    private var next = 0

    mutating func add(_ item: Item) {
        if items.count < History.kept {
            items.append(item)
        } else {
            items[next] = item
            next = (next + 1) % History.kept
        }
    }

    /// The oldest first.
    var lines: [String] { (items[next...] + items[..<next]).map(History.line) }

    private static func line(_ item: Item) -> String {
        switch item {
        case .fault(let now, let name): "\(now) fault: \(name)"
        case .entry(let now, let entry): "\(now) entry \(entry.sequence): \(record(entry.record))"
        case .command(let now, let command, let answer): "\(now) command: \(words(command)): \(answer)"
        case .message(let now, let node, let message): "\(now) to node \(node): \(words(message))"
        case .report(let now, let report): "\(now) report: \(words(report))"
        }
    }

    private static func record(_ record: JournalEntry.Record) -> String {
        switch record {
        case .job(let id, .submitted(let submission)):
            "job \(id) submitted: \(submission.spec.jobClass.rawValue) \(submission.spec.accelerators.map(\.description))"
        case .job(let id, .placed(let attempt, let members)):
            "job \(id) placed, attempt \(attempt): " + members.map { "\($0.member) on \($0.node) \($0.devices)" }.joined(separator: ", ")
        case .job(let id, let event): "job \(id) \(event)"
        case .policyApplied(let revision): "policy \(revision.number)"
        case .policyScheduled, .policyUnscheduled, .nodeDrained, .nodeUndrained, .nodeLost, .nodeBack, .nodeSteady: "\(record)"
        }
    }

    private static func words(_ command: ClientCommand) -> String {
        switch command {
        case .submit(let spec, let user, let key): "u\(user) submits \(spec.name) under \(key)"
        case .policy: "apply a policy"
        default: "\(command)"
        }
    }

    private static func words(_ message: NodeMessage) -> String {
        if case .start(let order) = message { return "start \(order.run) of session \(order.session)" }
        return "\(message)"
    }

    private static func words(_ report: ExecutorReport) -> String {
        guard case .contact(let contact) = report else { return "\(report)" }
        return "\(contact.node) beat \(contact.beat) boot \(contact.boot): "
            + contact.runs.map { "\($0.run) \($0.state)" }.joined(separator: ", ")
    }
}
