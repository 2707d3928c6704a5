package import BerthModel

/// What a service was asked for in one interval.
package struct LoadInterval: Hashable, Sendable {
    package var start: Timestamp
    package var length: Duration
    package var requests = 0
    package var contextTokens = 0
    package var generatedTokens = 0

    package var end: Timestamp { start + length }
    package var requestsPerSecond: Double { Double(requests) / seconds }
    package var contextTokensPerSecond: Double { Double(contextTokens) / seconds }
    package var generatedTokensPerSecond: Double { Double(generatedTokens) / seconds }

    private var seconds: Double { Double(length.milliseconds) / 1000 }
}
