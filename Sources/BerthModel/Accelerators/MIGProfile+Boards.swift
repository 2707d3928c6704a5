// Names by board: NVIDIA's MIG guide; GB200 and B300 from NVIDIA/mig-parted. Of B300 only three are published there.
extension MIGProfile {
    static let a100With40GB = [
        one("1g.5gb"), oneWithMedia("1g.5gb+me"), oneWithDoubleMemory("1g.10gb"), two("2g.10gb"), three("3g.20gb"), four("4g.20gb"),
        seven("7g.40gb"),
    ]
    /// A100 and H100 with 80 GB.
    static let boardWith80GB = [
        one("1g.10gb"), oneWithMedia("1g.10gb+me"), oneWithDoubleMemory("1g.20gb"), two("2g.20gb"), three("3g.40gb"), four("4g.40gb"),
        seven("7g.80gb"),
    ]
    static let h200 = [
        one("1g.18gb"), oneWithMedia("1g.18gb+me"), oneWithDoubleMemory("1g.35gb"), two("2g.35gb"), three("3g.71gb"), four("4g.71gb"),
        seven("7g.141gb"),
    ]
    static let b200 = [
        one("1g.23gb"), oneWithMedia("1g.23gb+me"), oneWithDoubleMemory("1g.45gb"), two("2g.45gb"), three("3g.90gb"), four("4g.90gb"),
        seven("7g.180gb"),
    ]
    static let b300 = [one("1g.34gb"), two("2g.67gb"), three("3g.135gb")]
    static let gb200 = [
        one("1g.23gb"), oneWithDoubleMemory("1g.47gb"), two("2g.47gb"), three("3g.93gb"), four("4g.93gb"), seven("7g.186gb"),
    ]
}
