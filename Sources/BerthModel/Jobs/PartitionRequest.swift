/// The part of one GPU that a member asks for instead of whole devices.
///
/// Watts are not divided: the parts of a board share its power, so its first tenant reserves the board's full figure and those that follow
/// reserve nothing more.
public enum PartitionRequest: Hashable, Sendable {
    /// A MIG instance, by the name of its profile: `3g.40gb`.
    case mig(String)
    /// Thousandths of the board's time, 1…999, and device memory. Nothing keeps the tenants of such a board from each other's memory.
    case thousandths(Int, memory: Bytes)

    public static let thousandthsRange = 1...999
}

extension PartitionRequest: CustomStringConvertible {
    /// `mig=3g.40gb` or `fraction=250/20GiB`.
    public var description: String {
        switch self {
        case .mig(let profile): "mig=\(profile)"
        case .thousandths(let count, let memory): "fraction=\(count)/\(memory.exact.filter { $0 != " " })"
        }
    }
}

/// The journal's form: `{"mig": "3g.40gb"}` or `{"thousandths": 250, "memory": 21474836480}`.
extension PartitionRequest: Codable {
    private enum Key: CodingKey { case mig, thousandths, memory }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        if let profile = try values.decodeIfPresent(String.self, forKey: .mig) {
            self = .mig(profile)
        } else {
            self = .thousandths(
                try values.decode(Int.self, forKey: .thousandths), memory: try values.decode(Bytes.self, forKey: .memory))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        switch self {
        case .mig(let profile): try values.encode(profile, forKey: .mig)
        case .thousandths(let count, let memory):
            try values.encode(count, forKey: .thousandths)
            try values.encode(memory, forKey: .memory)
        }
    }
}
