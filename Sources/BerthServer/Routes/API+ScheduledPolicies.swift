import BerthAPI
import BerthModel
import BerthPolicy
import BerthScheduler
import BerthStorage
import Hummingbird

extension API {
    func scheduledPolicies(_ call: Call) async throws -> Response {
        let caller = call.caller
        return try .json(await thread.read { loop in API.list(loop.scheduler, for: caller) })
    }

    func schedulePolicy(_ call: Call) async throws -> Response {
        let request = try JSONCoding.decode(
            PolicyScheduleRequest.self, from: await call.request.readBody(upTo: 2 * PolicyFile.fileBytesMax))
        let policy = try PolicyFile.decode(request.text, fileName: request.fileName)
        let due: Timestamp
        do {
            due = try Timestamp(parsing: request.due, at: nil)
        } catch {
            throw BerthError(.usage, error.message, field: "/due", hint: error.hint)
        }
        let caller = call.caller
        let view = try await thread.change { loop, now in
            do throws(BerthError) {
                return try loop.scheduler.schedulePolicy(
                    text: request.text, policy: policy, at: due, ifRevision: request.ifRevision, by: caller, at: now)
            } catch {
                throw error.code == .invalidPolicy ? error.inside(request.fileName) : error
            }
        } answer: { loop, number in
            guard let scheduled = loop.scheduler.state.scheduledPolicies[number] else {
                throw BerthError(.conflict, "policy \(number) took effect, or was cancelled, while it was scheduled")
            }
            return ScheduledPolicyView(scheduled, withText: false)
        }
        return try .json(view, status: .created)
    }

    func cancelScheduledPolicy(_ call: Call) async throws -> Response {
        let text = try call.path("number")
        guard let number = Int(text) else { throw BerthError(.notFound, "no policy \"\(text.prefix(20))\" is scheduled") }
        let caller = call.caller
        return try .json(
            await thread.change { loop, now in
                try loop.scheduler.cancelScheduledPolicy(number, by: caller, at: now)
            } answer: { loop, _ in
                API.list(loop.scheduler, for: caller)
            })
    }

    private static func list(_ scheduler: Scheduler, for caller: Caller) -> ScheduledPolicyList {
        let isReader = Sight(caller, scheduler).mayReadPolicy
        let all = scheduler.state.scheduledPolicies.values.sorted { ($0.due, $0.number) < ($1.due, $1.number) }
        return ScheduledPolicyList(scheduled: all.map { ScheduledPolicyView($0, withText: isReader) })
    }
}

extension ScheduledPolicyView {
    fileprivate init(_ scheduled: ScheduledPolicy, withText: Bool) {
        self.init(
            number: scheduled.number, due: "\(scheduled.due)", by: scheduled.by, at: "\(scheduled.at)", ifRevision: scheduled.ifRevision,
            checksum: PolicyChecksum.of(scheduled.text), text: withText ? scheduled.text : nil)
    }
}
