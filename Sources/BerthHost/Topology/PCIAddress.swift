/// Where a device sits on PCI: domain, bus, device and function, written `0000:53:00.0`.
public struct PCIAddress: Hashable, Sendable {
    public var domain: UInt32
    public var bus: UInt8
    /// 0...31.
    public var device: UInt8
    /// 0...7.
    public var function: UInt8

    public init(domain: UInt32 = 0, bus: UInt8, device: UInt8, function: UInt8 = 0) {
        self.domain = domain
        self.bus = bus
        self.device = device
        self.function = function
    }

    /// Reads `53:00.0` (domain 0), `0000:53:00.0`, or NVML's `00000000:53:00.0`, in either case of letters; nil for anything else.
    public init?(_ text: String) {
        let parts = text.trimmed.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, let tail = parts.last?.split(separator: ".", omittingEmptySubsequences: false),
            tail.count == 2, let bus = UInt8(parts[parts.count - 2], radix: 16), let device = UInt8(tail[0], radix: 16), device < 32,
            let function = UInt8(tail[1], radix: 16), function < 8
        else { return nil }
        var domain: UInt32 = 0
        if parts.count == 3 {
            guard let written = UInt32(parts[0], radix: 16) else { return nil }
            domain = written
        }
        self.init(domain: domain, bus: bus, device: device, function: function)
    }
}

extension PCIAddress: CustomStringConvertible {
    public var description: String {
        "\(Hexadecimal.text(domain, digits: 4)):\(Hexadecimal.text(bus, digits: 2)):\(Hexadecimal.text(device, digits: 2)).\(function)"
    }
}

extension PCIAddress: Comparable {
    public static func < (left: PCIAddress, right: PCIAddress) -> Bool {
        (left.domain, left.bus, left.device, left.function) < (right.domain, right.bus, right.device, right.function)
    }
}

extension PCIAddress: Codable {
    /// Encoded as its text.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let address = PCIAddress(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\"\(text)\" is not a PCI address")
        }
        self = address
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
