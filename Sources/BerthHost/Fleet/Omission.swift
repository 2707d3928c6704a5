public import BerthModel

/// A device of a host that the fleet does without, and why.
public struct Omission: Equatable, Sendable, CustomStringConvertible {
    public var device: String
    public var reason: String

    public var description: String { "\(device) is left out: \(reason)" }

    /// Every device of the host that ``FleetNode`` leaves out.
    public static func list(_ host: HostTopology, catalogue: Catalogue) -> [Omission] {
        host.accelerators.compactMap { device in
            reason(to: device, catalogue: catalogue).map { Omission(device: device.id, reason: $0) }
        }
    }

    /// Nil for a device that can be scheduled.
    static func reason(to device: HostTopology.Accelerator, catalogue: Catalogue) -> String? {
        guard let name = device.kind else { return "no kind of the catalogue is called \"\(device.name)\"" }
        guard catalogue.kinds[name] != nil else { return "the catalogue has no kind \(name)" }
        if let address = device.address, device.id == address.description { return "its driver is not loaded" }
        if let mig = device.mig, mig.current { return "it is partitioned (MIG), and partitions are not supported yet" }
        return nil
    }
}
