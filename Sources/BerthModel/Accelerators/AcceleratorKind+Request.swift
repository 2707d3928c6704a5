extension AcceleratorKind {
    /// The profile of a name.
    /// - Throws: `BerthError` with code `invalidJob`, naming the nearest profile and all of them.
    public func migProfile(_ name: String) throws(BerthError) -> MIGProfile {
        if let profile = migProfiles.first(where: { $0.name == name }) { return profile }
        let known = migProfiles.map(\.name)
        // A wrong memory size is the likely slip: the sizes of the boards differ, their slices do not.
        let alike = known.filter { $0.prefix { $0 != "." } == name.prefix { $0 != "." } }
        let near = Spelling.nearest(to: name, among: alike) ?? alike.first ?? Spelling.nearest(to: name, among: known)
        throw BerthError(
            .invalidJob, "\(self.name) has no MIG profile \"\(name.prefix(40))\"",
            hint: (near.map { "did you mean \"\($0)\"? " } ?? "") + "known: \(known.joined(separator: ", "))")
    }

    /// Checks what a request says of a device beyond kind and count: that such a part, or such a core size, exists.
    /// - Parameter field: of the request, as a JSON pointer.
    /// - Throws: `BerthError` with code `invalidJob`.
    public func validate(_ request: AcceleratorRequest, field: String) throws(BerthError) {
        if let lnc = request.lnc, !lncSizes.contains(lnc) {
            let why =
                switch vendor {
                case .nvidia: "which is a GPU: only Neuron devices have logical cores"
                case .neuron:
                    lncSizes.isEmpty
                        ? "whose cores are not joined" : "which joins \(lncSizes.map(String.init).joined(separator: " or ")) cores"
                }
            throw BerthError(.invalidJob, "lnc \(lnc) was asked of \(name), \(why)", field: "\(field)/lnc", hint: "leave \"lnc\" out")
        }
        switch request.partition {
        case nil: return
        case .mig(let profile):
            guard canPartition else {
                throw BerthError(
                    .invalidJob, "a MIG instance \"\(profile.prefix(40))\" was asked of \(name), whose boards cannot be partitioned",
                    field: "\(field)/mig", hint: "ask for whole devices, like \"\(name):1\"")
            }
            do {
                _ = try migProfile(profile)
            } catch {
                throw BerthError(error.code, error.message, field: "\(field)/mig", hint: error.hint)
            }
        case .thousandths(_, let memory):
            guard vendor == .nvidia else {
                throw BerthError(
                    .invalidJob, "a fraction was asked of \(name): a Neuron core belongs to one process, so its devices cannot be shared",
                    field: "\(field)/fraction", hint: "ask for whole devices, like \"\(name):1\"")
            }
            guard memory <= self.memory else {
                throw BerthError(
                    .invalidJob, "\(memory) of device memory were asked of \(name), which has \(self.memory)",
                    field: "\(field)/fraction/memory", hint: "ask for less, or for whole devices")
            }
        }
    }
}
