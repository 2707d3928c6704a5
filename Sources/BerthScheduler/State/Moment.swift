import BerthModel

/// A moment or none, in eight bytes: a job has four of them.
struct Moment: Hashable, Sendable {
    private var milliseconds: Int64

    init(_ time: Timestamp?) { milliseconds = time?.milliseconds ?? .min }

    /// The first moment that 64 bits hold stands for none; it was 292 million years ago.
    var time: Timestamp? { milliseconds == .min ? nil : Timestamp(milliseconds: milliseconds) }
}
