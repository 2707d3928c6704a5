/// What the states of `sacct` mean for an import. `CANCELLED by 1000` is `CANCELLED`.
enum SlurmState {
    /// It waits, or it runs: its end is not known.
    case open
    /// It is over, in whatever way.
    case over
    /// This attempt is over and the job waited again, or it has changed its size: another row follows.
    case again

    /// - Returns: nil for a word that is no state of Slurm.
    init?(_ text: String) {
        switch text.prefix(while: { $0 != " " && $0 != "+" }) {
        case "PENDING", "RUNNING", "SUSPENDED", "CONFIGURING", "COMPLETING", "STOPPED", "SIGNALING", "STAGE_OUT": self = .open
        case "COMPLETED", "FAILED", "TIMEOUT", "CANCELLED", "NODE_FAIL", "OUT_OF_MEMORY", "OUT_OF_ME", "BOOT_FAIL", "DEADLINE", "PREEMPTED",
            "REVOKED", "LAUNCH_FAILED", "RECONFIG_FAIL":
            self = .over
        case "REQUEUED", "REQUEUE_FED", "REQUEUE_HOLD", "SPECIAL_EXIT", "RESIZING": self = .again
        default: return nil
        }
    }
}
