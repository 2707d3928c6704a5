import BerthModel

extension JobOptions {
    func applyAccelerators(to spec: inout JobSpec) throws(BerthError) {
        guard [accelerators, acceleratorsAny].compactMap({ $0 }).count <= 1 else {
            throw BerthError(
                .usage, "--accel and --accel-any say two things about the same devices", field: "--accel-any", hint: "use one of them")
        }
        if let acceleratorsAny {
            spec.accelerators = try flag("--accel-any") { () throws(BerthError) in
                try AcceleratorRequest.alternatives(parsing: acceleratorsAny)
            }
        }
        if let accelerators { spec.accelerators = try flag("--accel") { () throws(BerthError) in [try JobOptions.request(accelerators)] } }
        if let total = acceleratorsTotal { spec.accelerators = [try perMember(total, of: spec)] }
    }

    /// `h200:8`, also as Slurm's `gpu:h200:8`.
    static func request(_ text: String) throws(BerthError) -> AcceleratorRequest {
        let own = text.hasPrefix("gpu:") && text.split(separator: ":").count > 2 ? String(text.dropFirst(4)) : text
        guard Int(own) == nil, own != "gpu", !own.hasPrefix("gpu:") else {
            throw BerthError(
                .invalidQuantity, "\"\(text)\" names no kind of device",
                hint: "write KIND:COUNT like \"h200:8\"; \"berth nodes\" lists the kinds")
        }
        return try AcceleratorRequest(parsing: own)
    }

    /// `--accel-total h200:16`, or `--accel h200 --accel-total 16`, shared evenly by the members.
    private func perMember(_ total: String, of spec: JobSpec) throws(BerthError) -> AcceleratorRequest {
        let text = Int(total) != nil && accelerators != nil ? "\(spec.accelerators[0].kind):\(total)" : total
        let all = try flag("--accel-total") { () throws(BerthError) in try JobOptions.request(text) }
        let members = spec.jobClass == .gang ? spec.nodes : 1
        guard all.count.isMultiple(of: members) else {
            throw BerthError(.usage, "\(all.count) devices cannot be shared evenly by \(members) members", field: "--accel-total")
        }
        var each = all
        each.count = all.count / members
        return each
    }
}
