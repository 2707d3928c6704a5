/// Where sysfs says a PCI device is.
enum PCILocality {
    /// The number in `numa_node`; nil when the file is not there or holds -1, the kernel's word for unknown.
    static func numaNode(of address: PCIAddress, sysfs: String) -> Int? {
        HostFile.text("\(sysfs)/bus/pci/devices/\(address)/numa_node").flatMap { Int($0.trimmed) }.flatMap { $0 >= 0 ? $0 : nil }
    }
}
