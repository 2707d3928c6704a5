import BerthModel

/// The Neuron driver's directory in sysfs, in the layout of driver 2.30 and earlier: `neuronN/core_count`, `neuronN/connected_devices`
/// ("12, 3, 4, 1"), `neuronN/info/architecture/{device_name,instance_type}`. Source: aws-neuron-driver, neuron_sysfs_metrics.c.
///
/// Driver 2.31 moved files; what is not found stays unknown. The PCI address is not there, so locality is unknown too: it is never
/// worked out from the device's number.
enum NeuronSysfs {
    static func entries(in directory: String) -> [NeuronListing.Entry] {
        let indexes = HostFile.names(in: directory).compactMap { name in
            name.hasPrefix("neuron") ? Int(name.dropFirst("neuron".count)) : nil
        }
        return indexes.filter { $0 >= 0 }.sorted().map { entry($0, in: "\(directory)/neuron\($0)") }
    }

    /// What the kind is told by: the device's name (`Trainium2`), where the driver gives it.
    static func deviceName(_ index: Int, in directory: String) -> String? {
        HostFile.text("\(directory)/neuron\(index)/info/architecture/device_name")?.trimmed
    }

    private static func entry(_ index: Int, in directory: String) -> NeuronListing.Entry {
        let connected = HostFile.text("\(directory)/connected_devices")?.split(separator: ",").compactMap { Int(String($0).trimmed) } ?? []
        return NeuronListing.Entry(
            index: index,
            detail: NeuronDetail(
                cores: HostFile.text("\(directory)/core_count").flatMap { Int($0.trimmed) }, connectedDevices: connected,
                instanceType: HostFile.text("\(directory)/info/architecture/instance_type")?.trimmed),
            warnings: [])
    }
}
