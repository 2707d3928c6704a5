/// `GET /v1/jobs/{id}/events`: the oldest first.
public struct EventList: Codable, Hashable, Sendable {
    public var events: [EventView]
    public init(events: [EventView]) { self.events = events }
}
