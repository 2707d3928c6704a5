/// Where Neuron devices are looked for.
public enum NeuronSource: Equatable, Sendable {
    case none
    /// `neuron-ls` where it is installed, else sysfs.
    case automatic
    /// What `neuron-ls -j` or `neuron-ls --output-format json` printed.
    case listing(String)
    /// The driver's directory, usually ``sysfsDirectory``.
    case sysfs(String)

    /// Where driver 2.30 and earlier show the devices.
    public static let sysfsDirectory = "/sys/devices/virtual/neuron_device"
}
