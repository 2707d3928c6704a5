/// A simulation in twelve bytes: whole milliseconds and an exit code of four bytes.
struct SimulationWord: Hashable, Sendable {
    private var milliseconds: Int64
    private var exit: Int32

    static let none = SimulationWord(milliseconds: absent, exit: 0)
    /// No simulation, and one without a duration: no duration is below zero.
    private static let absent: Int64 = .min
    private static let endless: Int64 = .min + 1

    private init(milliseconds: Int64, exit: Int32) {
        self.milliseconds = milliseconds
        self.exit = exit
    }

    /// - Returns: nil for one that these bytes cannot say.
    init?(_ simulation: Simulation?) {
        guard let simulation else {
            self = .none
            return
        }
        guard let exit = Int32(exactly: simulation.exit) else { return nil }
        guard let duration = simulation.duration else {
            self.init(milliseconds: SimulationWord.endless, exit: exit)
            return
        }
        guard duration >= .zero, duration.components.seconds < Limits.durationMaxMilliseconds,
            .milliseconds(duration.milliseconds) == duration
        else { return nil }
        self.init(milliseconds: duration.milliseconds, exit: exit)
    }

    var simulation: Simulation? {
        switch milliseconds {
        case SimulationWord.absent: nil
        case SimulationWord.endless: Simulation(duration: nil, exit: Int(exit))
        default: Simulation(duration: .milliseconds(milliseconds), exit: Int(exit))
        }
    }
}
