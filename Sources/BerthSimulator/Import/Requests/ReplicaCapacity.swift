package import BerthModel

/// What one replica of a service can do in a second, and how far it is to be used. What is nil bounds nothing.
package struct ReplicaCapacity: Hashable, Sendable {
    package var requestsPerSecond: Double?
    package var contextTokensPerSecond: Double?
    package var generatedTokensPerSecond: Double?
    /// Part of these figures that is planned with, above 0 and at most 1.
    package var targetLoad = 1.0

    package init(requestsPerSecond: Double? = nil, contextTokensPerSecond: Double? = nil, generatedTokensPerSecond: Double? = nil) {
        self.requestsPerSecond = requestsPerSecond
        self.contextTokensPerSecond = contextTokensPerSecond
        self.generatedTokensPerSecond = generatedTokensPerSecond
    }

    /// Replicas that serve an interval's load, by whatever is scarcest, within `bounds`.
    /// - Precondition: every given figure and the target load are above 0.
    package func replicas(for load: LoadInterval, in bounds: ReplicaRange) -> Int {
        precondition(targetLoad > 0 && targetLoad <= 1, "a target load of \(targetLoad)")
        var wanted = 0.0
        for (asked, able) in [
            (load.requestsPerSecond, requestsPerSecond), (load.contextTokensPerSecond, contextTokensPerSecond),
            (load.generatedTokensPerSecond, generatedTokensPerSecond),
        ] {
            guard let able else { continue }
            precondition(able > 0, "a replica that does \(able) a second")
            wanted = max(wanted, (asked / (able * targetLoad)).rounded(.up))
        }
        return min(max(Int(min(wanted, Double(bounds.max))), bounds.min), bounds.max)
    }
}
