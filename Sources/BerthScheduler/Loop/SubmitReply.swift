public import BerthModel

/// Where a submission led.
public enum SubmitReply: Hashable, Sendable {
    case created(JobID)
    /// The same job was submitted before under the same key.
    case existing(JobID)

    public var id: JobID {
        switch self {
        case .created(let id), .existing(let id): id
        }
    }
}
