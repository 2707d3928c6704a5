import ArgumentParser
import BerthModel
import BerthSimulator
import BerthStorage

/// On which machines, under which policies.
struct MachineOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Nodes and devices of each, 64x8, or by kind, v100:36,p100:9x4.", valueName: "counts"))
    var cluster: String?
    @Option(help: ArgumentHelp("A fleet file instead.", valueName: "file"))
    var fleet: String?
    @Option(help: "Cores of each node of --cluster; 12 a device, at least 96, if not given.")
    var nodeCores: Int?
    @Option(help: ArgumentHelp("Memory of each node of --cluster; 2048 GiB if not given.", valueName: "size"))
    var nodeMemory: String?
    @Option(help: ArgumentHelp("The policy; a plain queue without budgets and limits if not given.", valueName: "file"))
    var policy: String?
    @Option(parsing: .upToNextOption, help: ArgumentHelp("Two policies side by side.", valueName: "file file"))
    var compare: [String] = []

    @Option(help: ArgumentHelp("The policy's queue for jobs that name none; else the one for their class.", valueName: "name"))
    var queue: String?

    func queueName() throws(BerthError) -> QueueName? {
        guard let queue else { return nil }
        do { return try QueueName(queue) } catch { throw BerthError(.usage, error.message, field: "--queue", hint: error.hint) }
    }

    func machines() throws(BerthError) -> ReplayFleet {
        switch (cluster, fleet) {
        case (nil, nil): throw BerthError(.usage, "nothing says which machines", hint: "give --cluster 64x8, or --fleet FILE")
        case (.some, .some): throw BerthError(.usage, "--cluster and --fleet both say which machines", hint: "use one of them")
        case (let counts?, nil): return try counted(counts)
        case (nil, let file?):
            guard nodeCores == nil, nodeMemory == nil else {
                throw BerthError(.usage, "--node-cores and --node-memory are of --cluster; a fleet file says its own")
            }
            do {
                let text = try InputFile.text(file, limit: FleetFile.fileBytesMax)
                return try ReplayFleet(fleetFile: text, fileName: file)
            } catch {
                throw error.ofConfiguration
            }
        }
    }

    private func counted(_ counts: String) throws(BerthError) -> ReplayFleet {
        if let nodeCores, !(1...Limits.coresPerJobMax).contains(nodeCores) {
            throw BerthError(.usage, "--node-cores \(nodeCores) is not in 1...\(Limits.coresPerJobMax)")
        }
        do throws(BerthError) {
            let memory = try nodeMemory.map { text throws(BerthError) in try Bytes(parsing: text) }
            if let memory, memory <= .zero || memory > Limits.memoryMax {
                throw BerthError(.usage, "--node-memory \(memory) is not above 0 and at most \(Limits.memoryMax)")
            }
            return try ReplayFleet(TraceCluster(parsing: counts), cores: nodeCores, memory: memory)
        } catch {
            throw BerthError(.usage, error.message, field: error.code == .usage ? nil : "--cluster", hint: error.hint)
        }
    }

    /// One policy, or the two to be compared.
    func policies(_ fleet: ReplayFleet, usual: ReplayPolicy = .plain) throws(BerthError) -> [ReplayPolicy] {
        guard compare.isEmpty || compare.count == 2 else {
            throw BerthError(.usage, "--compare takes two policy files, not \(compare.count)")
        }
        guard compare.isEmpty || policy == nil else {
            throw BerthError(.usage, "--policy and --compare both name policies", hint: "use one of them")
        }
        guard compare.isEmpty else { return [try read(compare[0], fleet), try read(compare[1], fleet)] }
        guard let policy else { return [usual] }
        return [try read(policy, fleet)]
    }

    private func read(_ file: String, _ fleet: ReplayFleet) throws(BerthError) -> ReplayPolicy {
        do {
            let text = try InputFile.text(file, limit: PolicyFile.fileBytesMax)
            for warning in try PolicyFile(text, fileName: file, catalogue: fleet.catalogue).warnings {
                Invocation.console.note("berth: \(warning)")
            }
            return try ReplayPolicy(file: text, name: file, catalogue: fleet.catalogue)
        } catch {
            throw error.ofConfiguration
        }
    }
}
