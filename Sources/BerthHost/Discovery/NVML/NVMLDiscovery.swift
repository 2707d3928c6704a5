import BerthModel

/// Turns what NVML says into accelerators.
enum NVMLDiscovery {
    /// Every board NVML lists, in its order. A missing library means none; a library that fails is a warning of the host.
    static func accelerators(library path: String, host: inout HostTopology) -> [HostTopology.Accelerator] {
        do {
            guard let library = try NVMLLibrary(path: path) else { return [] }
            return try accelerators(of: library, host: &host)
        } catch where error.code == NVMLFailure.driverNotLoaded {
            // The library without the kernel module: images carry it to hosts that have no GPU.
            return []
        } catch {
            host.warnings.append("NVIDIA devices cannot be read: \(error)")
            return []
        }
    }

    private static func accelerators(of library: NVMLLibrary, host: inout HostTopology) throws(NVMLFailure) -> [HostTopology.Accelerator] {
        var devices: [NVMLLibrary.Device] = []
        for index in 0..<(try library.count()) {
            do {
                devices.append(try library.device(index))
            } catch {
                // A board that fell off the bus keeps its index and answers nothing; the others are still good.
                host.warnings.append("NVIDIA device \(index) cannot be read: \(error)")
            }
        }
        var found: [HostTopology.Accelerator] = []
        for device in devices {
            var reader = NVMLReader(library: library, device: device)
            guard let accelerator = reader.accelerator(peers: devices, host: host) else {
                host.warnings.append("NVIDIA device \(device.index) does not tell its UUID: \(reader.warnings.first ?? "no answer")")
                continue
            }
            found.append(accelerator)
        }
        return found
    }
}
