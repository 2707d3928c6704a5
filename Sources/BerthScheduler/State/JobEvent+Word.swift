public import BerthModel

extension JobEvent {
    /// The event's name in `docs/spec/job-events.md`, in messages and in event streams.
    public var word: String {
        switch self {
        case .submitted: "submitted"
        case .held: "held"
        case .released: "released"
        case .placed: "placed"
        case .started: "started"
        case .ready: "ready"
        case .unready: "unready"
        case .exited: "exited"
        case .restartPlanned: "restartPlanned"
        case .displaced: "displaced"
        case .stopping: "stopping"
        case .requeued: "requeued"
        case .ended: "ended"
        case .updated: "updated"
        }
    }
}
