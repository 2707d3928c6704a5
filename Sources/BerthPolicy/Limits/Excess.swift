/// A limit that a job would pass.
public struct Excess: Hashable, Sendable {
    /// The number of the agency whose limit it is.
    public var agency: Int
    public var resource: Resource
    /// What the job needs, what is held, and what may be held: in the measure of the resource.
    public var need: Int
    public var held: Int
    public var limit: Int
    /// What may be held above the limit, while those above the agency leave room.
    public var borrowing: Int
}
