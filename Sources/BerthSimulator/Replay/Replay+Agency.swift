import BerthModel
import BerthPolicy
import BerthScheduler

extension Replay {
    /// The agency of a job in the policy. One that the policy does not have is added without limits, and counted.
    mutating func agency(of job: TraceJob) throws(BerthError) -> AgencyName {
        let named =
            job.agency.map { AgencyName(tracing: $0) } ?? (policy.agencies.count == 1 ? policy.agencies.keys.first : nil) ?? .ofTrace
        if policy.agencies[named] != nil { return named }
        guard tally.addedAgencies.count < ReplayOptions.agenciesAddedMax || policy.agencies[AgencyName.ofTrace] == nil else {
            return .ofTrace
        }
        let added = tally.addedAgencies.count < ReplayOptions.agenciesAddedMax ? named : .ofTrace
        policy.agencies[added] = Policy.Agency()
        if job.agency != nil { tally.addedAgencies.append(added.text) }
        _ = try scheduler.applyPolicy(text: options.policy.text, policy: policy, ifRevision: nil, by: ReplayOptions.caller, at: clock)
        return added
    }
}

extension AgencyName {
    /// Of jobs whose trace names no agency.
    fileprivate static let ofTrace = AgencyName(literal: "trace")

    /// A name of ours for one of the trace's: what may not stand in it becomes a dash.
    fileprivate init(tracing text: String) {
        let allowed = text.unicodeScalars.map { scalar -> Character in
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            return isPlain || scalar == "." || scalar == "_" || scalar == "-" ? Character(scalar) : "-"
        }
        let plain = String(String(allowed).drop { !$0.isLetter && !$0.isNumber }.prefix(Limits.namesBytesMax))
        self = (try? AgencyName(plain)) ?? .ofTrace
    }
}
