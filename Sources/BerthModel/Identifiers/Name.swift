/// A checked name: 1 to 63 of `a-z A-Z 0-9 . _ -`, starting with a letter or digit.
///
/// The alphabet keeps names out of trouble everywhere they go: paths, URLs, logs, shells. The tag keeps a queue's name from
/// being passed for an agency's.
public struct Name<Tag>: Hashable, Sendable {
    public let text: String

    /// - Throws: `BerthError` with code `invalidName`.
    public init(_ text: String) throws(BerthError) {
        guard Name.isValid(text) else {
            throw BerthError(
                .invalidName,
                "\"\(text.prefix(80))\" is not a name",
                hint: "use 1 to \(Limits.namesBytesMax) letters, digits, \".\", \"_\" or \"-\", starting with a letter or digit")
        }
        self.text = text
    }

    /// A name written in the program's own text.
    /// - Precondition: `literal` is a valid name.
    public init(literal: StaticString) {
        let text = literal.description
        precondition(Name.isValid(text), "\"\(text)\" is not a name")
        self.text = text
    }

    private static func isValid(_ text: String) -> Bool {
        guard (1...Limits.namesBytesMax).contains(text.utf8.count), let first = text.utf8.first else { return false }
        func isAlphanumeric(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: false
            }
        }
        return isAlphanumeric(first)
            && text.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") }
    }
}

extension Name: CustomStringConvertible {
    public var description: String { text }
}

extension Name: Comparable {
    public static func < (left: Name, right: Name) -> Bool { left.text < right.text }
}

extension Name: Codable {
    public init(from decoder: any Decoder) throws { try self.init(decoder.singleValueContainer().decode(String.self)) }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

public enum AgencyTag {}
public enum QueueTag {}
public enum NodeTag {}
public enum PlaceTag {}
public enum KindTag {}
public enum WorkloadTag {}
public enum InstanceTag {}
public enum LinkTag {}
public enum LabelTag {}

public typealias AgencyName = Name<AgencyTag>
public typealias QueueName = Name<QueueTag>
/// A node's name: its hostname.
public typealias NodeName = Name<NodeTag>
/// A place of the fleet or a budget group of the policy: the name of one power domain.
public typealias PlaceName = Name<PlaceTag>
public typealias KindName = Name<KindTag>
public typealias WorkloadName = Name<WorkloadTag>
public typealias InstanceName = Name<InstanceTag>
/// A set of nodes whose devices reach each other over NVLink or NeuronLink.
public typealias LinkName = Name<LinkTag>
/// A label that hosts have: two of them never share one.
public typealias LabelName = Name<LabelTag>
