import BerthModel

/// What one member takes on any node, by one alternative of its request.
struct MemberNeed: Sendable {
    let kind: KindName?
    let count: Int
    let wattsPerDevice: Watts
    let eighths: Int
    let mebibytes: Int

    init(_ request: PlacementRequest, _ alternative: PlacementRequest.Alternative) {
        kind = alternative.kind
        count = alternative.count
        wattsPerDevice = alternative.wattsPerDevice
        eighths = request.cpus.eighths
        mebibytes = request.memory.mebibytesRoundedUp
    }

    /// Whole cores; 0 for a part of one.
    var wholeCores: Int { eighths / CoreWord.whole }
    var takesPartOfACore: Bool { eighths < CoreWord.whole }
}
