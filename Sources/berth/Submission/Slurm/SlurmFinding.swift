/// Something that a Slurm script asks for and this job does not get.
struct SlurmFinding: Equatable {
    /// From 1.
    var line: Int
    /// As it stands there: `--mail-type=END`.
    var text: String
    var why: String
}
