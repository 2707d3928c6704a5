import BerthModel

extension HostTopology.PCIDevice {
    /// Whose accelerator this is; nil for every other device.
    var acceleratorVendor: AcceleratorKind.Vendor? {
        if PCIIdentity.isNVIDIAGPU(vendor: vendor, deviceClass: deviceClass) { return .nvidia }
        return PCIIdentity.isNeuron(vendor: vendor, device: device) ? .neuron : nil
    }
}
