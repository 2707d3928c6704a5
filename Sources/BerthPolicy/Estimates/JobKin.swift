public import BerthModel

/// What jobs have in common that are expected to take as long as each other.
public struct JobKin: Hashable, Sendable {
    public var user: String?
    public var agency: AgencyName?
    public var queue: QueueName?
    /// Of all members, rounded up to a power of two.
    public let devices: Int

    /// - Parameter devices: of all members, 0 and up.
    public init(user: String?, agency: AgencyName?, queue: QueueName?, devices: Int) {
        self.user = user
        self.agency = agency
        self.queue = queue
        var size = min(1, devices)
        while size < devices { size *= 2 }
        self.devices = size
    }

    /// The kin itself, then wider and wider ones.
    var widening: [JobKin] {
        var kins: [JobKin] = []
        if user != nil { kins.append(JobKin(user: user, agency: agency, queue: nil, devices: devices)) }
        if agency != nil { kins.append(JobKin(user: nil, agency: agency, queue: nil, devices: devices)) }
        if queue != nil { kins.append(JobKin(user: nil, agency: nil, queue: queue, devices: devices)) }
        kins.append(JobKin(user: nil, agency: nil, queue: nil, devices: devices))
        return kins
    }
}
