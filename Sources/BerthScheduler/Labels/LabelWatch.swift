import BerthModel

/// When it is looked again for hosts that could change their label, and what was asked of the executor. None of it need outlive the
/// daemon: a new one looks at once, and asks for its scrubs again.
struct LabelWatch {
    /// Something happened since the last look.
    var isStale = true
    /// Not before.
    var due = Timestamp(milliseconds: 0)
    var hasTimer = false
    /// The scrubs that were ordered and of which nothing was heard, by node.
    var scrubs: [NodeName: ScrubOrder] = [:]
}
