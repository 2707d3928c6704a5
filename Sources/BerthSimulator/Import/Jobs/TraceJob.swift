package import BerthModel

/// One job of a trace, whatever the trace: what all importers give, one at a time.
package struct TraceJob: Hashable, Sendable {
    /// As the trace names it; the number of its line where it names none.
    package var id: String
    /// Where it stands: the line of the file, or the sequence in a journal. From 1.
    package var line: Int
    /// Since 1970, or since the beginning of a trace that tells no date.
    package var arrival: Timestamp
    package var jobClass: JobClass
    /// Of a gang, or the fewest replicas of a service; 1 and up, each on one node.
    package var members: Int
    /// Alternatives in order of preference; empty for a job on cores only.
    package var choices: [DeviceChoice]
    /// Of each member; nil where the trace does not say.
    package var cores: CoreShare?
    /// Of each member; nil where the trace does not say.
    package var memory: Bytes?
    /// How long it ran, on whatever it was given; nil where it is not known, or where the choices say it each.
    package var duration: Duration?
    package var agency: String?
    package var user: String?
    /// What it runs, where the trace says so.
    package var workload: String?
    /// Higher goes first, on the trace's own scale.
    package var priority: Int
    /// What was submitted, where the trace is of our own jobs.
    package var submitted: JobSpec?

    package init(id: String, line: Int, arrival: Timestamp, members: Int, choices: [DeviceChoice], duration: Duration?) {
        precondition(members > 0, "a job of \(members) members")
        self.id = id
        self.line = line
        self.arrival = arrival
        self.jobClass = members > 1 ? .gang : .batch
        self.members = members
        self.choices = choices
        self.duration = duration
        self.priority = 0
    }

    /// Devices of all members where the first choice is taken; 0 for a job on cores only.
    package var devices: Int { members * (choices.first?.count ?? 0) }

    /// How long it runs with one of its choices.
    package func duration(with choice: DeviceChoice) -> Duration? { choice.duration ?? duration }
}

extension TraceJob: Arriving {}
