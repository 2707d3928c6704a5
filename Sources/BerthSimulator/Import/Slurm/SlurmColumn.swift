/// The columns of `sacct` that are read, by the names in its header.
enum SlurmColumn: String, CaseIterable {
    case job = "JobID"
    case submit = "Submit"
    case eligible = "Eligible"
    case start = "Start"
    case end = "End"
    case elapsed = "Elapsed"
    case elapsedSeconds = "ElapsedRaw"
    case state = "State"
    case allocated = "AllocTRES"
    case requested = "ReqTRES"
    case nodes = "NNodes"
    case nodesAllocated = "AllocNodes"
    case cpus = "NCPUS"
    case cpusAllocated = "AllocCPUS"
    case account = "Account"
    case user = "User"
    case priority = "Priority"

    static let required = ["JobID", "Submit", "State"]
    /// Columns in which users write what they like, `|` too, which `sacct -P` does not mark. Where a table has one of them, surplus fields
    /// of a row belong to it.
    static let free: Set<String> = ["JobName", "Comment", "AdminComment", "SystemComment", "SubmitLine", "WorkDir", "Extra", "Reason"]
}
