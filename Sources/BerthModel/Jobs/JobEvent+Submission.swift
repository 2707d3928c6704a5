extension JobEvent {
    /// A job as it was submitted. One object from the event to the job: what it says never changes.
    public final class Submission: Sendable {
        public let terms: JobTerms
        public let name: String
        public let program: Program
        /// The client's `Idempotency-Key`.
        public let key: String?
        private let simulationWord: SimulationWord
        private let few: Few?

        /// What few jobs have.
        private final class Few: Sendable {
            let dependencies: [Dependency]
            /// One that a word cannot say.
            let simulation: Simulation?

            init(_ dependencies: [Dependency], _ simulation: Simulation?) {
                self.dependencies = dependencies
                self.simulation = simulation
            }
        }

        /// From each of a job's own words: the terms say the rest.
        public init(
            like terms: JobTerms, name: String, program: Program, dependencies: [Dependency], simulation: Simulation?, key: String?
        ) {
            self.terms = terms
            self.key = key
            self.name = name
            self.program = program
            let word = SimulationWord(simulation)
            simulationWord = word ?? .none
            few = dependencies.isEmpty && word != nil ? nil : Few(dependencies, word == nil ? simulation : nil)
        }

        /// - Parameter job: its own words count; the terms say the rest.
        public convenience init(like terms: JobTerms, _ job: JobSpec, key: String?) {
            self.init(
                like: terms, name: job.name, program: job.program, dependencies: job.dependencies, simulation: job.simulation, key: key)
        }

        public convenience init(spec: JobSpec, submitter: Submitter, agency: AgencyName, key: String?) {
            self.init(like: JobTerms(of: spec, submitter: submitter, agency: agency), spec, key: key)
        }

        public var submitter: Submitter { terms.submitter }
        public var agency: AgencyName { terms.agency }
        public var dependencies: [Dependency] { few?.dependencies ?? [] }
        public var simulation: Simulation? { few?.simulation ?? simulationWord.simulation }

        /// The whole job, put together again.
        public var spec: JobSpec {
            var spec = terms.spec
            spec.name = name
            spec.program = program
            spec.dependencies = dependencies
            spec.simulation = simulation
            return spec
        }

        /// The same, with terms that others have too.
        /// - Precondition: they are equal to its own.
        public func sharing(_ terms: JobTerms) -> Submission {
            precondition(terms == self.terms, "a submission is given the terms of another")
            return Submission(like: terms, spec, key: key)
        }
    }
}

extension JobEvent.Submission: Hashable {
    public static func == (left: JobEvent.Submission, right: JobEvent.Submission) -> Bool {
        left === right || left.key == right.key && left.terms == right.terms && left.spec == right.spec
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(terms)
        hasher.combine(name)
        hasher.combine(key)
    }
}

/// The journal's form.
extension JobEvent.Submission: Codable {
    private struct Form: Codable {
        var spec: JobSpec
        var submitter: Submitter
        var agency: AgencyName
        var key: String?
    }

    public convenience init(from decoder: any Decoder) throws {
        let form = try Form(from: decoder)
        self.init(spec: form.spec, submitter: form.submitter, agency: form.agency, key: form.key)
    }

    public func encode(to encoder: any Encoder) throws {
        try Form(spec: spec, submitter: submitter, agency: agency, key: key).encode(to: encoder)
    }
}
