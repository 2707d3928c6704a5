import BerthModel

/// A job of the trace that is not over, and what it holds.
struct ReplayJob {
    var trace: TraceJob
    /// When it came, in the time of the replay.
    var arrival: Timestamp
    var attempt = 0
    var members = 0
    /// When it was first placed.
    var placedAt: Timestamp?
    /// Of the present placement: thousandths of devices by node of the fleet.
    var held: [(node: Int, thousandths: Int)] = []
    var watts = Watts.zero
    /// The meter's number of its agency.
    var agency: Int

    var deviceClass: DeviceClass { DeviceClass(devices: trace.devices) }
    var hasParts: Bool { trace.choices.contains { $0.partition != nil } }
    var thousandths: Int { held.reduce(0) { $0 + $1.thousandths } }
}
