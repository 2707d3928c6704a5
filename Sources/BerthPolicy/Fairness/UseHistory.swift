public import BerthModel

/// What each agency's own jobs hold and held, as far as fair share remembers it. It follows from journal entries alone.
public struct UseHistory: Sendable {
    public private(set) var halfLife: HalfLife
    /// Thousandths of devices by kind, and milliwatts.
    private var meters: [AgencyName: [Resource: Meter]] = [:]

    public init(halfLife: Duration) { self.halfLife = HalfLife(halfLife) }

    /// From a moment on use fades otherwise.
    public mutating func setHalfLife(_ duration: Duration, at moment: Timestamp) {
        let next = HalfLife(duration)
        guard next != halfLife else { return }
        for agency in meters.keys {
            for resource in meters[agency]?.keys.map(\.self) ?? [] { change(agency, resource, by: 0, at: moment) }
        }
        halfLife = next
    }

    /// An agency holds these members from a moment on, or no longer.
    public mutating func change(_ agency: AgencyName, _ members: [MemberPlacement], holds: Bool, at moment: Timestamp) {
        let sign = holds ? 1 : -1
        for member in members {
            if let kind = member.kind { change(agency, .devices(kind), by: sign * member.thousandths, at: moment) }
            change(agency, .power, by: sign * Int(member.accountedWatts.milliwatts), at: moment)
        }
    }

    private mutating func change(_ agency: AgencyName, _ resource: Resource, by amount: Int, at moment: Timestamp) {
        meters[agency, default: [:]][resource, default: Meter()].change(by: amount, at: moment.milliseconds, halfLife)
    }

    /// The fading means of all agencies' own use, in no order.
    /// - Complexity: O(agencies).
    public func forEachMean(at moment: Timestamp, _ body: (AgencyName, Resource, Int) -> Void) {
        guard halfLife.milliseconds > 0 else { return }
        for (agency, resources) in meters {
            for (resource, meter) in resources { body(agency, resource, meter.mean(at: moment.milliseconds, halfLife)) }
        }
    }

    /// One line an agency: for the canonical dump.
    public var lines: [String] {
        meters.keys.sorted().map { agency in
            let resources = meters[agency] ?? [:]
            let devices = resources.keys.compactMap { resource -> KindName? in
                if case .devices(let kind) = resource { kind } else { nil }
            }
            let kinds = devices.sorted().map { " \($0) \(resources[.devices($0)]?.text ?? "-")" }.joined()
            return "used \(agency)\(kinds) power \(resources[.power]?.text ?? "-")"
        }
    }
}
