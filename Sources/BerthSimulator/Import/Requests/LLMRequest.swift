package import BerthModel

/// One request to a language model.
package struct LLMRequest: Hashable, Sendable, Arriving {
    package var line: Int
    package var arrival: Timestamp
    /// Read before the first answer, 0 and up.
    package var contextTokens: Int
    /// Of the answer, 0 and up.
    package var generatedTokens: Int
}
