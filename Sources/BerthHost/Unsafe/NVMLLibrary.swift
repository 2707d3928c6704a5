import CNVML
import Glibc

/// An opened and initialised NVML, or anything that answers to its names. It only reads.
///
/// Each function is looked up by itself: an old driver lacks the newer ones, and then only their readings are missing.
/// The library is shut down at the end of this object's life but never unloaded, because the vendor's keeps threads of its own.
@safe final class NVMLLibrary {
    private let handle: UnsafeMutableRawPointer

    /// - Returns: nil when no such library is installed, which is the normal answer of a host without NVIDIA's driver.
    /// - Throws: `NVMLFailure` when the library is there and does not start, as without its kernel module.
    init?(path: String) throws(NVMLFailure) {
        guard let handle = unsafe dlopen(path, RTLD_NOW | RTLD_LOCAL) else { return nil }
        unsafe self.handle = handle
        guard let start = unsafe Self.function("nvmlInit_v2", in: handle, as: nvmlInit_v2_f.self) else {
            throw NVMLFailure(call: "nvmlInit_v2", code: nil)
        }
        let code = start()
        guard code == NVMLFailure.success else { throw NVMLFailure(call: "nvmlInit_v2", code: code) }
    }

    deinit {
        if let stop = unsafe Self.function("nvmlShutdown", in: handle, as: nvmlShutdown_f.self) { _ = stop() }
    }

    /// The function of that name, with the signature that CNVML gives it; nil when the library has none.
    private static func function<Signature>(_ name: String, in handle: UnsafeMutableRawPointer, as type: Signature.Type) -> Signature? {
        guard let symbol = unsafe dlsym(handle, name) else { return nil }
        return unsafe unsafeBitCast(symbol, to: Signature.self)
    }

    /// Looks a function up and calls it.
    /// - Throws: `NVMLFailure` without a code when the library lacks it, with the code when the answer is not success.
    private func call<Signature>(
        _ name: String, as type: Signature.Type, _ body: (Signature) -> nvmlReturn_t
    ) throws(NVMLFailure) {
        guard let function = unsafe Self.function(name, in: handle, as: type) else { throw NVMLFailure(call: name, code: nil) }
        let code = body(function)
        guard code == NVMLFailure.success else { throw NVMLFailure(call: name, code: code) }
    }

    /// One board, valid while its library lives.
    @safe struct Device {
        fileprivate let handle: nvmlDevice_t
        let index: Int
    }

    func count() throws(NVMLFailure) -> Int {
        var count: UInt32 = 0
        try unsafe call("nvmlDeviceGetCount_v2", as: nvmlDeviceGetCount_v2_f.self) { unsafe $0(&count) }
        return Int(count)
    }

    func device(_ index: Int) throws(NVMLFailure) -> Device {
        var handle: nvmlDevice_t?
        let name = "nvmlDeviceGetHandleByIndex_v2"
        try unsafe call(name, as: nvmlDeviceGetHandleByIndex_v2_f.self) { unsafe $0(UInt32(index), &handle) }
        guard let found = unsafe handle else { throw NVMLFailure(call: name, code: NVMLFailure.notFound) }
        return unsafe Device(handle: found, index: index)
    }
}

extension NVMLLibrary {
    func uuid(of device: Device) throws(NVMLFailure) -> String {
        var text = [CChar](repeating: 0, count: Int(NVML_DEVICE_UUID_V2_BUFFER_SIZE))
        try unsafe call("nvmlDeviceGetUUID", as: nvmlDeviceGetUUID_f.self) { unsafe $0(device.handle, &text, UInt32(text.count)) }
        return Self.string(text)
    }

    func name(of device: Device) throws(NVMLFailure) -> String {
        var text = [CChar](repeating: 0, count: Int(NVML_DEVICE_NAME_V2_BUFFER_SIZE))
        try unsafe call("nvmlDeviceGetName", as: nvmlDeviceGetName_f.self) { unsafe $0(device.handle, &text, UInt32(text.count)) }
        return Self.string(text)
    }

    /// A GPU is function 0 of its PCI device.
    func address(of device: Device) throws(NVMLFailure) -> PCIAddress {
        var pci = nvmlPciInfo_t()
        let name = "nvmlDeviceGetPciInfo_v3"
        try unsafe call(name, as: nvmlDeviceGetPciInfo_v3_f.self) { unsafe $0(device.handle, &pci) }
        guard let bus = UInt8(exactly: pci.bus), let slot = UInt8(exactly: pci.device), slot < 32 else {
            throw NVMLFailure(call: name, code: NVMLFailure.invalidArgument)
        }
        return PCIAddress(domain: pci.domain, bus: bus, device: slot)
    }

    /// Bytes of device memory.
    func memory(of device: Device) throws(NVMLFailure) -> UInt64 {
        var memory = nvmlMemory_t()
        try unsafe call("nvmlDeviceGetMemoryInfo", as: nvmlDeviceGetMemoryInfo_f.self) { unsafe $0(device.handle, &memory) }
        return memory.total
    }

    func powerUsage(of device: Device) throws(NVMLFailure) -> UInt32 {
        try milliwatts("nvmlDeviceGetPowerUsage", device)
    }

    func powerLimit(of device: Device) throws(NVMLFailure) -> UInt32 {
        try milliwatts("nvmlDeviceGetPowerManagementLimit", device)
    }

    func defaultPowerLimit(of device: Device) throws(NVMLFailure) -> UInt32 {
        try milliwatts("nvmlDeviceGetPowerManagementDefaultLimit", device)
    }

    func enforcedPowerLimit(of device: Device) throws(NVMLFailure) -> UInt32 {
        try milliwatts("nvmlDeviceGetEnforcedPowerLimit", device)
    }

    /// The four power getters have one signature.
    private func milliwatts(_ name: String, _ device: Device) throws(NVMLFailure) -> UInt32 {
        var power: UInt32 = 0
        try unsafe call(name, as: nvmlDeviceGetPowerUsage_f.self) { unsafe $0(device.handle, &power) }
        return power
    }

    func powerLimitRange(of device: Device) throws(NVMLFailure) -> (min: UInt32, max: UInt32) {
        var range: (min: UInt32, max: UInt32) = (0, 0)
        try unsafe call("nvmlDeviceGetPowerManagementLimitConstraints", as: nvmlDeviceGetPowerManagementLimitConstraints_f.self) {
            unsafe $0(device.handle, &range.min, &range.max)
        }
        return range
    }

    /// Millijoules since the driver was loaded.
    func energy(of device: Device) throws(NVMLFailure) -> UInt64 {
        var energy: UInt64 = 0
        try unsafe call("nvmlDeviceGetTotalEnergyConsumption", as: nvmlDeviceGetTotalEnergyConsumption_f.self) {
            unsafe $0(device.handle, &energy)
        }
        return energy
    }

    func migMode(of device: Device) throws(NVMLFailure) -> MIGMode {
        var current: UInt32 = 0
        var pending: UInt32 = 0
        try unsafe call("nvmlDeviceGetMigMode", as: nvmlDeviceGetMigMode_f.self) { unsafe $0(device.handle, &current, &pending) }
        return MIGMode(current: current == UInt32(NVML_DEVICE_MIG_ENABLE), pending: pending == UInt32(NVML_DEVICE_MIG_ENABLE))
    }

    /// The host's NUMA nodes nearest to the board; empty when the library does not know.
    func memoryAffinity(of device: Device) throws(NVMLFailure) -> CPUSet {
        var nodes = [UInt](repeating: 0, count: 16)
        try unsafe call("nvmlDeviceGetMemoryAffinity", as: nvmlDeviceGetMemoryAffinity_f.self) {
            unsafe $0(device.handle, UInt32(nodes.count), &nodes, UInt32(NVML_AFFINITY_SCOPE_NODE))
        }
        return CPUSet(words: nodes.map { UInt64($0) })
    }

    /// The CPUs nearest to the board; empty when the library does not know.
    func cpuAffinity(of device: Device) throws(NVMLFailure) -> CPUSet {
        var cpus = [UInt](repeating: 0, count: 128)
        try unsafe call("nvmlDeviceGetCpuAffinityWithinScope", as: nvmlDeviceGetCpuAffinityWithinScope_f.self) {
            unsafe $0(device.handle, UInt32(cpus.count), &cpus, UInt32(NVML_AFFINITY_SCOPE_NODE))
        }
        return CPUSet(words: cpus.map { UInt64($0) })
    }

    /// Nil when the board belongs to no fabric, or has not finished joining one.
    func fabric(of device: Device) throws(NVMLFailure) -> Fabric? {
        var info = nvmlGpuFabricInfo_v2_t()
        info.version = UInt32(MemoryLayout<nvmlGpuFabricInfo_v2_t>.size) | 2 << 24
        try unsafe call("nvmlDeviceGetGpuFabricInfoV", as: nvmlDeviceGetGpuFabricInfoV_f.self) { unsafe $0(device.handle, &info) }
        guard UInt32(info.state) == UInt32(NVML_GPU_FABRIC_STATE_COMPLETED), info.status == NVMLFailure.success else { return nil }
        let bytes = unsafe withUnsafeBytes(of: info.clusterUuid) { unsafe [UInt8]($0) }
        return bytes.allSatisfy { $0 == 0 } ? nil : Fabric(clusterUUID: Self.uuidText(bytes), clique: Int(info.cliqueId))
    }

    /// Links that are up; nil when the board has none at all.
    func activeNVLinks(of device: Device) throws(NVMLFailure) -> Int {
        var active = 0
        for link in 0..<UInt32(NVML_NVLINK_MAX_LINKS) {
            var state: UInt32 = 0
            do {
                try unsafe call("nvmlDeviceGetNvLinkState", as: nvmlDeviceGetNvLinkState_f.self) { unsafe $0(device.handle, link, &state) }
            } catch where link > 0 && error.code == NVMLFailure.invalidArgument || link > 0 && error.code == NVMLFailure.notSupported {
                // Past the last link of a board that has fewer.
                break
            }
            if state == UInt32(NVML_FEATURE_ENABLED) { active += 1 }
        }
        return active
    }

    /// Whether two boards reach each other over NVLink.
    func hasNVLink(_ device: Device, _ peer: Device) throws(NVMLFailure) -> Bool {
        var status: UInt32 = 0
        try unsafe call("nvmlDeviceGetP2PStatus", as: nvmlDeviceGetP2PStatus_f.self) {
            unsafe $0(device.handle, peer.handle, UInt32(NVML_P2P_CAPS_INDEX_NVLINK), &status)
        }
        return status == UInt32(NVML_P2P_STATUS_OK)
    }

    private static func string(_ buffer: [CChar]) -> String {
        String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func uuidText(_ bytes: [UInt8]) -> String {
        let digits = bytes.map { Hexadecimal.text($0, digits: 2) }
        return [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { digits[$0].joined() }.joined(separator: "-")
    }
}
