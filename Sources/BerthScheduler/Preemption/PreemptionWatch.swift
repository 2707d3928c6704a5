import BerthModel

/// When it is looked again for jobs that others may be stopped for. None of it need outlive the daemon.
struct PreemptionWatch {
    /// Something happened since the last look.
    var isStale = true
    /// Not before.
    var due = Timestamp(milliseconds: 0)
    var hasTimer = false
    /// When the next attempt comes of age that was too young at a look; its timer is set.
    var matures: Timestamp?
}
