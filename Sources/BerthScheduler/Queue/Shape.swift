import BerthModel
import BerthPlacement
import BerthPolicy

/// What jobs need that are alike to the placement core: jobs of one shape are blocked together.
struct Shape: Hashable, Sendable {
    enum PortNeed: Hashable, Sendable {
        case none
        /// `PORT` for every replica.
        case everyMember
        /// `MASTER_PORT` on the node of member 0.
        case firstMember
    }

    var request: PlacementRequest
    var ports: PortNeed
    /// Of a service: how far it grows, and with which one-member request.
    var growsTo: Int?
    /// How long it is held at most, where that decides whether it may pass a reservation.
    var span = SpanClass.unbounded
    /// One replica of a service, beyond those that are placed together or instead of a lost one.
    var isReplica = false

    init(request: PlacementRequest, spec: JobSpec, span: SpanClass) {
        self.request = request
        self.span = span
        switch spec.jobClass {
        case .service:
            ports = .everyMember
            growsTo = spec.replicas.max
        case .gang: ports = .firstMember
        case .batch: ports = .none
        }
    }
}

/// Numbers shapes, so that queues compare integers.
struct ShapeTable: Sendable {
    private(set) var shapes: [Shape] = []
    private var indexes: [Shape: Int] = [:]

    subscript(index: Int) -> Shape { shapes[index] }

    /// - Complexity: O(members) expected.
    mutating func index(of shape: Shape) -> Int {
        if let index = indexes[shape] { return index }
        indexes[shape] = shapes.count
        shapes.append(shape)
        return shapes.count - 1
    }
}
