import Foundation

/// A copy of the stand-in for NVML, with its script beside it, ready to be opened.
struct FakeDriver {
    private let directory: TemporaryDirectory
    var library: String { "\(directory.path)/libnvidia-ml.so.1" }

    /// - Parameters:
    ///   - script: see Tests/FakeNVML/fake.c.
    ///   - missing: functions that this library shall not have. Their names are overwritten in the copy's symbol table, so a lookup by name
    ///     finds nothing, as in an older driver.
    init(script: String, missing: [String] = []) throws {
        directory = try TemporaryDirectory()
        // The test program runs from the directory that the library is built into.
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let built = URL(fileURLWithPath: program).deletingLastPathComponent().appendingPathComponent("libFakeNVML.so")
        var image = try Data(contentsOf: built)
        for name in missing {
            let needle = Data([0]) + Data(name.utf8) + Data([0])
            var found = 0
            while let range = image.range(of: needle) {
                image[range.lowerBound + 1] = UInt8(ascii: "x")
                found += 1
            }
            guard found > 0 else { throw CocoaError(.fileReadCorruptFile, userInfo: [NSDebugDescriptionErrorKey: "no symbol \(name)"]) }
        }
        try image.write(to: URL(fileURLWithPath: library))
        try directory.write(script, to: "script")
    }

    /// Every function that the program looks up, save the two it cannot start without.
    static let optionalFunctions = [
        "nvmlDeviceGetName", "nvmlDeviceGetPciInfo_v3", "nvmlDeviceGetMemoryInfo", "nvmlDeviceGetPowerUsage",
        "nvmlDeviceGetPowerManagementLimit", "nvmlDeviceGetPowerManagementLimitConstraints", "nvmlDeviceGetPowerManagementDefaultLimit",
        "nvmlDeviceGetEnforcedPowerLimit", "nvmlDeviceGetTotalEnergyConsumption", "nvmlDeviceGetMigMode", "nvmlDeviceGetMemoryAffinity",
        "nvmlDeviceGetCpuAffinityWithinScope", "nvmlDeviceGetGpuFabricInfoV", "nvmlDeviceGetNvLinkState", "nvmlDeviceGetP2PStatus",
    ]
}
