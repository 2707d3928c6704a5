import CNVML

/// A call to NVML that gave no answer.
struct NVMLFailure: Error, Equatable {
    var call: String
    /// What it returned; nil when the library has no such function.
    var code: UInt32?

    static let success = UInt32(NVML_SUCCESS)
    static let invalidArgument = UInt32(NVML_ERROR_INVALID_ARGUMENT)
    static let notSupported = UInt32(NVML_ERROR_NOT_SUPPORTED)
    static let notFound = UInt32(NVML_ERROR_NOT_FOUND)
    static let driverNotLoaded = UInt32(NVML_ERROR_DRIVER_NOT_LOADED)

    /// A board that lacks a feature, or a library too old for it, is no fault: the reading stays unknown without a warning.
    var isNormal: Bool { code == nil || code == NVMLFailure.notSupported }
}

extension NVMLFailure: CustomStringConvertible {
    var description: String {
        guard let code else { return "\(call): the library has no such function" }
        return "\(call): error \(code)" + (NVMLFailure.meanings[code].map { " (\($0))" } ?? "")
    }

    /// The codes a reader can meet, in the documentation's sense.
    private static let meanings: [UInt32: String] = [
        1: "not initialised", 2: "invalid argument", 3: "not supported", 4: "no permission", 6: "not found", 7: "buffer too small",
        8: "power cable not attached", 9: "driver not loaded", 10: "timed out", 11: "interrupt problem", 12: "library not found",
        13: "function not found", 14: "damaged info ROM", 15: "GPU is lost", 16: "GPU needs a reset", 17: "blocked by the operating system",
        18: "driver and library differ in version", 19: "in use", 999: "unknown",
    ]
}
