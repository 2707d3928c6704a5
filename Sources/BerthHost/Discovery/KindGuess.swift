public import BerthModel

/// Guesses the catalogue's kind from the name a driver or the PCI id list gives a board.
public enum KindGuess {
    /// The most particular word first: every `GH200` also is a `H200` to a careless reader.
    private static let words: [(word: String, kind: KindName)] = [
        ("GB300", KindName(literal: "gb300")), ("GB200", KindName(literal: "gb200")), ("GH200", KindName(literal: "gh200")),
        ("B300", KindName(literal: "b300")), ("B200", KindName(literal: "b200")), ("H200", KindName(literal: "h200")),
        ("H100", KindName(literal: "h100")),
    ]

    /// - Parameters:
    ///   - name: such as `NVIDIA H100 80GB HBM3`, `NVIDIA A100-SXM4-40GB` or `GH100 [H100 SXM5 80GB]`.
    ///   - memory: as the driver reports it; tells the two A100 apart where the name does not.
    /// - Returns: nil when the name suggests no kind. The kind may be one that a given catalogue lacks.
    public static func kind(named name: String, memory: Bytes? = nil) -> KindName? {
        // Words begin where letters or digits begin, so that H200 is not found within GH200.
        let parts = name.uppercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
        if parts.contains("A100") {
            if parts.contains("40GB") { return KindName(literal: "a100-40") }
            if parts.contains("80GB") { return KindName(literal: "a100-80") }
            return memory.map { $0 < .gibibytes(60) ? KindName(literal: "a100-40") : KindName(literal: "a100-80") }
        }
        return words.first { parts.contains($0.word) }?.kind
    }

    /// The kind that a Neuron instance type or device name tells: `trn2.48xlarge`, `trn1n.32xlarge`, `Trainium2`, `inf2.xlarge`.
    public static func neuronKind(named name: String) -> KindName? {
        let lower = name.lowercased()
        let prefixes: [(prefix: String, kind: KindName)] = [
            ("trn1", KindName(literal: "trn1")), ("trn2", KindName(literal: "trn2")), ("trn3", KindName(literal: "trn3")),
            ("inf2", KindName(literal: "inf2")), ("trainium2", KindName(literal: "trn2")), ("trainium3", KindName(literal: "trn3")),
            ("inferentia2", KindName(literal: "inf2")),
        ]
        if let match = prefixes.first(where: { lower.hasPrefix($0.prefix) }) { return match.kind }
        return lower == "trainium" || lower == "trainium1" ? KindName(literal: "trn1") : nil
    }
}
