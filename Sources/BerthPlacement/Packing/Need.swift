/// What a request asks of one node, by which the chooser learns: requests that ask for the same are one need.
struct Need: Hashable, Sendable {
    /// One way to serve it.
    struct Option: Hashable, Sendable {
        /// The position among the alternatives of the request.
        var alternative: Int
        var claim: ClaimRequest
    }

    /// In order of preference; at least one.
    var options: [Option]
    /// Any option is as good as another.
    var isIndifferent: Bool

    /// - Returns: nil where no alternative can be served by the fleet, whatever is free.
    init?(_ request: PlacementRequest, _ layout: FleetLayout) {
        options = request.alternatives.enumerated().compactMap { position, alternative in
            Placer.need(request, alternative, layout).map { Option(alternative: position, claim: $0) }
        }
        isIndifferent = request.isIndifferent
        if options.isEmpty { return nil }
    }

    /// How many ranks of preference it has.
    var rankCount: Int { isIndifferent ? 1 : options.count }

    /// Thousandths of devices in all, of the most preferred option.
    var gpuMilli: Int { options[0].claim.isInstance ? Int(options[0].claim.charge) : options[0].claim.milli * Int(options[0].claim.count) }
    var cores: Int { options[0].claim.roundedCores }

    func option(of kind: Int32) -> ClaimRequest? { options.first { $0.claim.kind == kind }?.claim }
}

extension ClaimRequest {
    /// A MIG instance: the chooser leaves its place to the engine.
    var isInstance: Bool { share.profile != nil }
    /// Thousandths of each device. A share that asks for more memory than time counts as that.
    var milli: Int { share.isNone ? 1000 : Int(charge) }
    /// Whole cores; a part of a core counts as one, though it may join others.
    var roundedCores: Int { Int(cores) + (eighths > 0 ? 1 : 0) }
}
