public import BerthModel

/// Host labels as the placement core knows them: numbers from 1 on, 0 for no label.
public struct LabelNumbers: Sendable {
    /// Of labels that the policy no longer has: no job asks for it, so that their hosts stay alone until they are scrubbed.
    private static let unknown = UInt8.max
    /// Labels a policy may have.
    public static let countMax = Int(unknown) - 1

    private let numbers: [LabelName: UInt8]

    /// - Precondition: at most `countMax` labels.
    public init(_ policy: Policy) {
        precondition(policy.hostLabels.count <= LabelNumbers.countMax, "a policy has at most \(LabelNumbers.countMax) labels")
        numbers = Dictionary(uniqueKeysWithValues: zip(policy.hostLabels.keys.sorted(), 1...UInt8(LabelNumbers.countMax)))
    }

    public subscript(_ label: LabelName?) -> UInt8 { label.map { numbers[$0] ?? LabelNumbers.unknown } ?? 0 }
}
