package import BerthModel

/// The devices of each member: one alternative of a job of a trace.
package struct DeviceChoice: Hashable, Sendable {
    /// Nil: any.
    package var kind: KindName?
    /// 1 and up, on one node.
    package var count: Int
    /// A part of one device; then `count` is 1.
    package var partition: PartitionRequest?
    /// How long the job runs on this kind; nil where the trace does not tell kinds apart.
    package var duration: Duration?

    package init(kind: KindName?, count: Int, partition: PartitionRequest? = nil, duration: Duration? = nil) {
        precondition(count > 0, "a choice of \(count) devices")
        self.kind = kind
        self.count = count
        self.partition = partition
        self.duration = duration
    }
}
