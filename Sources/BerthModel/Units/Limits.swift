/// Every maximum of the system, with the reason for its value.
public enum Limits {
    /// A script is copied into the journal with its job; 1 MiB holds any real batch script.
    public static let scriptBytesMax = 1 << 20
    /// One job as JSON or YAML: a script and room for everything else.
    public static let jobBytesMax = 2 << 20
    /// One request body: thousands of jobs in a batch, and still bounded memory a connection.
    public static let bodyBytesMax = 32 << 20
    /// Jobs in one batch request.
    public static let batchJobsMax = 20_000
    /// Tasks of one array.
    public static let arrayTasksMax = 100_000
    /// Seven digits, as long as a task's number may be in a job's id.
    public static let arrayIndexMax = 9_999_999
    /// Members of one gang or replicas of one service: the largest published training runs stay below it.
    public static let membersMax = 100_000
    /// Devices that one node word can hold.
    public static let devicesPerGroupMax = 16
    /// Levels of the power tree on the path of one node: site, hall, row, rack, node and two groups.
    public static let powerDepthMax = 8
    /// Levels of agencies: departments, agencies, programmes, and as many again. The order of jobs compares one figure a level.
    public static let agencyDepthMax = 6
    /// Nodes of one fleet file. Ten million nodes is a mistyped range, not a fleet.
    public static let nodesMax = 1_000_000
    /// Policies that wait for their moment. Each may be as large as a policy file, and all are in memory.
    public static let scheduledPoliciesMax = 32
    public static let coresPerJobMax = 4096
    /// Of one member: above any host, and so far below the range of `Int64` that no sum of members can leave it.
    public static let memoryMax = Bytes(1 << 50)
    /// Of one device: a thousand times what any draws. Times 16 devices and 100,000 members it stays in the range of `Watts`.
    public static let deviceWattsMax = Watts(1_000_000)
    /// Any power text: a hundred times the largest grids, a thousandth of what `Watts` can hold.
    public static let wattsMax = Watts(milliwatts: 1_000_000_000_000_000)
    /// What the kernel takes as one path.
    public static let pathBytesMax = 4095
    public static let namesBytesMax = 63
    public static let dependenciesMax = 1000
    public static let attemptsMax = 1000
    /// Ten years.
    public static let durationMaxMilliseconds: Int64 = 315_360_000_000
}
