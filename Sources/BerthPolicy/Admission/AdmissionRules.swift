public import BerthModel
public import BerthPlacement

/// What a policy and a fleet together make of a job: checked alternatives with their watts, and the request for the placement core.
public struct AdmissionRules: Sendable {
    public let policy: Policy
    /// With the policy's own figures.
    public let catalogue: Catalogue
    /// Devices of each kind that the fleet has.
    public let deviceCounts: [KindName: Int]
    /// Nodes of each kind.
    public let nodeCounts: [KindName: Int]
    /// For each kind of the fleet the counts that one job may ask of a node, over all groups.
    private let requestable: [KindName: Set<Int>]
    /// Kinds of which the operator keeps all boards whole.
    private let wholeKinds: Set<KindName>
    /// Kinds of which some boards can be cut into parts.
    private let cuttableKinds: Set<KindName>
    /// Kinds of which some devices cannot be given another size of logical cores.
    private let fixedKinds: Set<KindName>
    /// Kinds of which some device is really there: nothing enforces a cap on those yet.
    private let realKinds: Set<KindName>
    private let nodeNames: Set<NodeName>
    public let labelNumbers: LabelNumbers

    /// - Parameter catalogue: already with the policy's figures.
    public init(policy: Policy, catalogue: Catalogue, fleet: Fleet) {
        self.policy = policy
        self.catalogue = catalogue
        labelNumbers = LabelNumbers(policy)
        deviceCounts = fleet.deviceCounts
        var nodeCounts: [KindName: Int] = [:]
        var requestable: [KindName: Set<Int>] = [:]
        var realKinds: Set<KindName> = []
        var (cuttableKinds, openKinds, fixedKinds): (Set<KindName>, Set<KindName>, Set<KindName>) = ([], [], [])
        for node in fleet.nodes {
            for group in node.groups {
                nodeCounts[group.kind, default: 0] += 1
                requestable[group.kind, default: []].formUnion(group.legalSets.requestableCounts(installed: group.devices.count))
                if !group.keepsBoardsWhole { openKinds.insert(group.kind) }
                if group.isAdaptable, !group.keepsBoardsWhole { cuttableKinds.insert(group.kind) }
                if !group.isAdaptable { fixedKinds.insert(group.kind) }
                if group.devices.contains(where: { !$0.isModelled }) { realKinds.insert(group.kind) }
            }
        }
        self.nodeCounts = nodeCounts
        self.requestable = requestable
        self.realKinds = realKinds
        self.cuttableKinds = cuttableKinds
        self.fixedKinds = fixedKinds
        wholeKinds = Set(nodeCounts.keys).subtracting(openKinds)
        nodeNames = Set(fleet.nodes.map(\.name))
    }

    /// Counts that one job may ask of a node, ascending.
    public func requestableCounts(_ kind: KindName) -> [Int] { (requestable[kind] ?? []).sorted() }

    /// Whether a power cap on this kind is enforced here.
    public func canCap(_ kind: KindName) -> Bool { catalogue.kinds[kind]?.power.canCap ?? false && !realKinds.contains(kind) }

    /// The request for the members of one placement.
    /// - Parameter learnt: what jobs took that are over, for figures that the policy leaves to that.
    /// - Throws: `BerthError` with code `noSuchKind`, `neverFits`, `unsupported` or `invalidJob`.
    public func request(
        for spec: JobSpec, members: [Int], learnt: KindTimes
    ) throws(BerthError) -> PlacementRequest {
        for name in spec.nodeList + spec.exclude where !nodeNames.contains(name) {
            let hint = Spelling.nearest(to: name.text, among: nodeNames.map(\.text).sorted()).map { "did you mean \"\($0)\"?" }
            throw BerthError(
                .invalidJob, "the fleet has no node \"\(name)\"", field: spec.nodeList.contains(name) ? "/node_list" : "/exclude",
                hint: hint)
        }
        var request = PlacementRequest(
            members: members, alternatives: try alternatives(of: spec, learnt), cpus: spec.cpus, memory: spec.memory,
            nodeList: Set(spec.nodeList), exclude: Set(spec.exclude), together: spec.together)
        request.label = try labelNumber(of: spec)
        return request
    }

    private func labelNumber(of spec: JobSpec) throws(BerthError) -> UInt8 {
        guard let label = spec.hostLabel, policy.hostLabels[label] == nil else { return labelNumbers[spec.hostLabel] }
        let known = policy.hostLabels.keys.map(\.text).sorted()
        throw BerthError(
            .invalidJob, "the policy has no host label \"\(label)\"", field: "/host_label",
            hint: Spelling.nearest(to: label.text, among: known).map { "did you mean \"\($0)\"?" }
                ?? (known.isEmpty ? "it defines none" : "known: \(known.joined(separator: ", "))"))
    }

    /// The ways to serve a job, in its order of preference. Its own accelerators win; without them those of its workload; without either
    /// the job runs on cores only. A kind that is known but not in this fleet is passed over while another alternative is left.
    private func alternatives(of spec: JobSpec, _ learnt: KindTimes) throws(BerthError) -> [PlacementRequest.Alternative] {
        let workload = try workload(of: spec)
        let asked = Policy.asked(spec, workload)
        guard !asked.isEmpty else {
            if let cap = spec.powerCap {
                throw BerthError(
                    .invalidJob, "a power cap of \(cap) was asked for a job without accelerators", field: "/power_cap", hint: "leave it out"
                )
            }
            if let together = spec.together, together.vendor != nil {
                throw BerthError(
                    .invalidJob, "a job without accelerators was to stand in one \(together.phrase)", field: "/together",
                    hint: "ask for one node, rack or hall")
            }
            return [PlacementRequest.Alternative(kind: nil, count: 0, wattsPerDevice: .zero)]
        }
        var alternatives: [PlacementRequest.Alternative] = []
        // Of each alternative, where the workload has several.
        var speeds: [KindSpeed?] = []
        var known = [KindSpeed?](repeating: nil, count: asked.count)
        if asked.count > 1, let workload, let name = spec.workload {
            known = policy.speeds(of: asked, members: spec.members.min, name, workload, learnt)
        }
        var refusal: BerthError?
        for (index, request) in asked.enumerated() {
            let kind = try catalogued(request, at: index)
            try kind.validate(request, field: "/accelerators/\(index)")
            let profile = workload?.profiles.first { $0.kind == request.kind }
            let watts: Watts
            if let partition = request.partition {
                watts = partition.boardWatts(of: kind)
            } else {
                watts = try reserve(kind, profile: profile, cap: spec.powerCap)
            }
            if let why = unavailable(request, at: index) ?? unplaceable(request, at: index, spec) ?? unlinked(kind, spec.together) {
                refusal = refusal ?? why
                continue
            }
            speeds.append(known[index])
            alternatives.append(
                PlacementRequest.Alternative(
                    kind: request.kind, count: request.count, wattsPerDevice: watts, partition: request.partition, lnc: request.lnc,
                    thousandths: request.partition.flatMap { $0.thousandths(of: kind) }))
        }
        if alternatives.isEmpty, let refusal { throw refusal }
        return ranked(alternatives, of: spec, workload, speeds)
    }

    private func workload(of spec: JobSpec) throws(BerthError) -> Policy.Workload? {
        guard let name = spec.workload else { return nil }
        if let workload = policy.workloads[name] { return workload }
        let known = policy.workloads.keys.map(\.text).sorted()
        throw BerthError(
            .invalidJob, "the policy has no workload \"\(name)\"", field: "/workload",
            hint: Spelling.nearest(to: name.text, among: known).map { "did you mean \"\($0)\"?" }
                ?? (known.isEmpty ? "it defines none" : "known: \(known.joined(separator: ", "))"))
    }

    private func reserve(_ kind: AcceleratorKind, profile: Policy.Profile?, cap: Watts?) throws(BerthError) -> Watts {
        if let cap, kind.power.canCap, realKinds.contains(kind.name) {
            throw BerthError(
                .unsupported, "a power cap of \(cap) was asked, but nothing here enforces caps on real \(kind.name) devices",
                field: "/power_cap",
                hint: "leave the power cap out: the job then reserves \(profile?.peak ?? kind.power.max) a device")
        }
        return try Reserve.perDevice(kind, peak: profile?.peak, cap: cap)
    }

    private func catalogued(_ request: AcceleratorRequest, at index: Int) throws(BerthError) -> AcceleratorKind {
        if let kind = catalogue.kinds[request.kind] { return kind }
        throw noSuchKind(request, at: index)
    }

    /// Why no node of the fleet can ever give this; nil where one can.
    private func unavailable(_ request: AcceleratorRequest, at index: Int) -> BerthError? {
        guard deviceCounts[request.kind] != nil else { return noSuchKind(request, at: index) }
        let counts = requestableCounts(request.kind)
        guard counts.contains(request.count) else {
            let nearest = counts.first { $0 >= request.count } ?? counts.last ?? 1
            return BerthError(
                .neverFits,
                "cannot ever run here: no node gives \(request.count) x \(request.kind) to one job"
                    + "\n  asked  \(request.count) x \(request.kind)"
                    + "\n  fleet  \(fleetLine([request.kind])), given in sets of \(counts.map(String.init).joined(separator: ", "))",
                field: "/accelerators/\(index)/count", hint: "--accel \(request.kind):\(nearest)")
        }
        return nil
    }

    /// Why nothing here can give what is asked of a device beyond its kind; nil where something can.
    private func unplaceable(_ request: AcceleratorRequest, at index: Int, _ spec: JobSpec) -> BerthError? {
        let field = "/accelerators/\(index)"
        if let partition = request.partition {
            guard !wholeKinds.contains(request.kind) else {
                return BerthError(
                    .neverFits, "cannot ever run here: the fleet keeps all its \(request.kind) boards whole\n  asked  \(request)",
                    field: field, hint: "--accel \(request.kind):1")
            }
            guard cuttableKinds.contains(request.kind) else {
                return BerthError(
                    .unsupported,
                    "a part of one \(request.kind) was asked (\(partition)), and the boards here are real ones, which nothing cuts yet",
                    field: field, hint: "--accel \(request.kind):1")
            }
            if let together = spec.together {
                return BerthError(
                    .unsupported, "parts of boards were to stand in one \(together.phrase), and parts are not placed together yet",
                    field: "/together", hint: "leave \"together\" out, or ask for whole devices")
            }
            if let cap = spec.powerCap {
                return BerthError(
                    .invalidJob, "a power cap of \(cap) was asked for a part of one \(request.kind), whose tenants share the board's power",
                    field: "/power_cap", hint: "leave the power cap out, or ask for whole devices")
            }
        }
        if let lnc = request.lnc, lnc != AcceleratorRequest.lncDefault, fixedKinds.contains(request.kind) {
            return BerthError(
                .unsupported,
                "lnc \(lnc) was asked of \(request.kind), and on the real devices here jobs are started with logical cores of "
                    + "\(AcceleratorRequest.lncDefault) physical ones only",
                field: "\(field)/lnc", hint: "compile the model for lnc \(AcceleratorRequest.lncDefault), and leave \"lnc\" out")
        }
        return nil
    }

    /// Members of one maker's devices are not linked by the other's.
    private func unlinked(_ kind: AcceleratorKind, _ together: Together?) -> BerthError? {
        guard let together, let vendor = together.vendor, vendor != kind.vendor else { return nil }
        let own: Together = kind.vendor == .nvidia ? .nvlink : .neuronlink
        return BerthError(
            .invalidJob,
            "one \(together.phrase) was asked for \(kind.name) devices, which are linked by "
                + (own == .nvlink ? "NVLink" : "NeuronLink"), field: "/together", hint: "--together \(own.rawValue)")
    }

    private func noSuchKind(_ request: AcceleratorRequest, at index: Int) -> BerthError {
        let known = deviceCounts.keys.map(\.text).sorted()
        guard !known.isEmpty else {
            return BerthError(
                .noSuchKind,
                "cannot ever run here: no node has accelerator kind \"\(request.kind)\"\n  asked  \(request)\n  fleet  no accelerators",
                field: "/accelerators/\(index)/kind", hint: "a job without accelerators runs on cores only")
        }
        return BerthError(
            .noSuchKind,
            "cannot ever run here: no node has accelerator kind \"\(request.kind)\""
                + "\n  asked  \(request.count) x \(request.kind)\n  fleet  \(fleetLine(nil))",
            field: "/accelerators/\(index)/kind", hint: hint(besides: request.kind, count: request.count))
    }

    /// The nearest spelling, else the fleet's largest kind that gives this many.
    private func hint(besides kind: KindName, count: Int) -> String? {
        let usable = deviceCounts.keys.filter { $0 != kind && requestableCounts($0).contains(count) }
        if let near = Spelling.nearest(to: kind.text, among: usable.map(\.text).sorted()) {
            return "--accel \(near):\(count)      or, if either will do:  --accel-any '\(kind):\(count) | \(near):\(count)'"
        }
        return usable.max { (deviceCounts[$0] ?? 0, $1) < (deviceCounts[$1] ?? 0, $0) }.map { "--accel \($0):\(count)" }
    }

    /// `64 x h200 (8 nodes), 512 x trn2 (32 nodes)`.
    public func fleetLine(_ kinds: [KindName]?) -> String {
        (kinds ?? deviceCounts.keys.sorted()).map { kind in
            let nodes = nodeCounts[kind] ?? 0
            return "\(deviceCounts[kind] ?? 0) x \(kind) (\(nodes) \(nodes == 1 ? "node" : "nodes"))"
        }.joined(separator: ", ")
    }
}
