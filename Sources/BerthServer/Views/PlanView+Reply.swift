import BerthAPI
import BerthModel
import BerthPolicy

extension PlanView {
    init(_ reply: PlanReply, of spec: JobSpec, sequence: UInt64, in fleet: FleetDirectory) {
        switch reply {
        case .startsNow(let placements, let watts):
            self.init(
                verdict: .now, nodes: placements.map { JobView.Node($0, of: spec, state: "planned", in: fleet) }, watts: watts.roundedUp,
                blockers: [],
                snapshotSequence: sequence)
        case .waits(let blockers, let stops):
            self.init(
                verdict: .waits, nodes: [], watts: 0, blockers: blockers.map(BlockerView.init), snapshotSequence: sequence,
                stops: stops.isEmpty
                    ? nil
                    : stops.map { stop in
                        Stop(
                            id: stop.job.description, queue: stop.queue?.text, members: stop.members, watts: stop.watts.roundedUp,
                            graceSeconds: stop.grace.milliseconds / 1000)
                    })
        case .never(let error):
            let code = ReasonCode(rawValue: error.code.rawValue) ?? .neverFits
            self.init(
                verdict: .never, nodes: [], watts: 0, blockers: [BlockerView(Blocker(code, error.message, hint: error.hint))],
                snapshotSequence: sequence)
        }
    }
}
