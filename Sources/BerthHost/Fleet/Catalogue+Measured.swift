public import BerthModel

extension Catalogue {
    /// The catalogue with the figures that this host's own drivers give in place of the published ones, marked as measured.
    ///
    /// A claim reserves a kind's maximum, so the maximum must be what these very boards can draw: the highest cap that any of them takes.
    /// Figures the drivers do not give stay as they are, idle draw among them.
    public func measured(on host: HostTopology) -> Catalogue {
        var catalogue = self
        for (name, devices) in Dictionary(grouping: host.accelerators, by: \.kind) {
            guard let name, let kind = kinds[name] else { continue }
            catalogue.kinds[name] = kind.measured(on: devices)
        }
        return catalogue
    }
}

extension AcceleratorKind {
    fileprivate func measured(on devices: [HostTopology.Accelerator]) -> AcceleratorKind {
        var kind = self
        // The smallest board's memory: a job that fits the kind must fit any board of it.
        if let memory = devices.compactMap(\.memory).min() { kind.memory = memory }
        let readings = devices.map(\.power)
        guard let max = readings.compactMap(\.max).max() else { return kind }
        let standard = min(readings.compactMap(\.standard).max() ?? power.default, max)
        kind.power = PowerRange(
            idle: min(power.idle, standard), min: readings.compactMap(\.min).max() ?? power.min.map { min($0, max) }, default: standard,
            max: max, provenance: .measured, source: "NVML on this host; idle: \(power.source)")
        return kind
    }
}
