import BerthModel

/// The PCI ids by which accelerators are recognised in a saved description, where no vendor library can be asked.
enum PCIIdentity {
    static let nvidia: UInt16 = 0x10de
    static let amazon: UInt16 = 0x1d0f

    /// NVIDIA GPUs are display controllers: 0300 (VGA) or 0302 (3D). Their NVSwitches (0680) and audio functions (0403) are not.
    static func isNVIDIAGPU(vendor: UInt16, deviceClass: UInt16) -> Bool {
        vendor == nvidia && deviceClass >> 8 == 0x03
    }

    /// Device ids of the Neuron family, as the public PCI id list and the Neuron driver name them.
    private static let neuronKinds: [UInt16: KindName] = [
        0x7064: KindName(literal: "inf1"), 0x7164: KindName(literal: "trn1"), 0x7264: KindName(literal: "inf2"),
        0x7364: KindName(literal: "trn2"),
    ]

    static func isNeuron(vendor: UInt16, device: UInt16) -> Bool { vendor == amazon && neuronKinds[device] != nil }

    static func neuronKind(device: UInt16) -> KindName? { neuronKinds[device] }
}
