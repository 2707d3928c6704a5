/// Devices that each member asks for: one alternative of a job.
public struct AcceleratorRequest: Hashable, Sendable, Codable {
    public var kind: KindName
    /// Devices a member, on one node, 1…16.
    public var count: Int
    /// A part of one device instead of all of it; then `count` is 1.
    public var partition: PartitionRequest?
    /// Neuron: physical cores of one logical core, 1 or 2; nil: the runtime's default. A model is compiled for one of them, so it is part
    /// of what a device must match.
    public var lnc: Int?

    public init(kind: KindName, count: Int, partition: PartitionRequest? = nil, lnc: Int? = nil) {
        self.kind = kind
        self.count = count
        self.partition = partition
        self.lnc = lnc
    }

    /// Physical cores that the Neuron runtime joins to a logical one on trn2 and trn3 where nobody says otherwise. Source: aws-neuron-sdk
    /// logical-neuroncore-config.
    public static let lncDefault = 2
}

extension AcceleratorRequest {
    /// For people: `8 x h200`, `1 x h200 (mig=1g.18gb)`, `16 x trn2 (lnc=1)`.
    public var phrase: String { phrase(times: 1) }

    /// - Parameter members: who ask for it.
    public func phrase(times members: Int) -> String {
        let details = [partition.map { "\($0)" }, lnc.map { "lnc=\($0)" }].compactMap { $0 }.joined(separator: ", ")
        return "\(count * members) x \(kind)" + (details.isEmpty ? "" : " (\(details))")
    }
}

extension AcceleratorRequest: CustomStringConvertible {
    /// What `init(parsing:)` reads back to the same request.
    public var description: String {
        var text = kind.text
        if partition == nil || count != 1 { text += ":\(count)" }
        if let partition { text += ":\(partition)" }
        if let lnc { text += ":lnc=\(lnc)" }
        return text
    }
}
