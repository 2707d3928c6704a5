/// One key of the policy file: what is read, explained, written into the schema for editors and listed in `docs/spec/policy-file.md`.
package struct PolicyKey: Sendable {
    /// `max_time`; of a map with names of the operator's, what stands for the name: `KIND`.
    package var name: String
    package var form: PolicyForm
    /// What holds without it; `-` where it must be there.
    package var usual: String
    /// One sentence without its full stop.
    package var meaning: String
    /// A value as it stands in a file.
    package var example: String
    package var effect: PolicyEffect

    package var isRequired: Bool { usual == "-" }
}
