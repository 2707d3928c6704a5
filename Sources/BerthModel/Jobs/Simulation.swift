/// What the simulated executor does with a job, instead of running it.
public struct Simulation: Hashable, Sendable, Codable {
    /// How long it runs; nil: to its time limit (a service: until it is cancelled).
    public var duration: Duration?
    public var exit: Int

    public init(duration: Duration?, exit: Int = 0) {
        self.duration = duration
        self.exit = exit
    }
}
