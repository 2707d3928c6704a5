import BerthModel
import BerthSimulator

/// How jobs that only tell their devices are cut into members.
enum MemberSize {
    static func of(_ given: Int?, _ fleet: ReplayFleet) throws(BerthError) -> Int {
        guard let given else { return fleet.devicesPerNode }
        guard (1...Limits.devicesPerGroupMax).contains(given) else {
            throw BerthError(.usage, "--per-member \(given) is not in 1...\(Limits.devicesPerGroupMax)")
        }
        return given
    }
}
