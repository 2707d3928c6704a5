extension JobSpec {
    /// Checks what can be checked without a fleet or a policy.
    /// - Throws: `BerthError` with code `invalidJob`, the field as a JSON pointer of the job file.
    public func validate() throws(BerthError) {
        guard !name.isEmpty, name.utf8.count <= 128, name.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 }) else {
            throw refuse("/name", "a job's name has 1 to 128 printable characters")
        }
        try validateProgram()
        try validatePaths()
        try validateShape()
        try validateResources()
        try validateTimes()
        guard dependencies.count <= Limits.dependenciesMax else {
            throw refuse("/dependencies", "\(dependencies.count) dependencies: at most \(Limits.dependenciesMax) are followed")
        }
        guard (1...Limits.attemptsMax).contains(maxAttempts) else {
            throw refuse("/max_attempts", "\(maxAttempts) attempts: allow 1 to \(Limits.attemptsMax)")
        }
        guard (-1000...1000).contains(priority) else { throw refuse("/priority", "priority \(priority) is outside -1000...1000") }
        for key in environment.isEmpty ? [] : environment.keys.sorted() {
            guard key.isEmpty || key.utf8.contains(UInt8(ascii: "=")) || key.holdsZero else { continue }
            throw refuse("/environment", "\"\(key)\" is not the name of an environment variable")
        }
        guard environment.values.allSatisfy({ !$0.holdsZero }) else {
            throw refuse("/environment", "an environment variable holds a zero byte")
        }
    }

    private func refuse(_ field: String, _ message: String, hint: String? = nil) -> BerthError {
        BerthError(.invalidJob, message, field: field, hint: hint)
    }

    private func validateProgram() throws(BerthError) {
        switch program {
        case .command(let arguments):
            guard let first = arguments.first, !first.isEmpty else { throw refuse("/command", "the command is empty") }
            guard arguments.allSatisfy({ !$0.holdsZero }) else { throw refuse("/command", "the command holds a zero byte") }
        case .script(let text, let arguments):
            guard text.utf8.count <= Limits.scriptBytesMax else {
                let size = Bytes(Int64(text.utf8.count))
                throw refuse("/script", "the script has \(size); at most \(Bytes(Int64(Limits.scriptBytesMax))) are copied with a job")
            }
            guard text.hasPrefix("#!") else {
                throw refuse("/script", "the script does not say what runs it", hint: "start it with a line like \"#!/bin/sh\"")
            }
            guard arguments.allSatisfy({ !$0.holdsZero }) else { throw refuse("/script", "an argument holds a zero byte") }
        }
    }

    private func validatePaths() throws(BerthError) {
        guard directory.hasPrefix("/") else { throw refuse("/directory", "the directory \"\(directory)\" is not an absolute path") }
        for (field, path) in [("/directory", directory), ("/output", output), ("/error", error ?? output)] {
            guard !path.isEmpty, !path.holdsZero, path.utf8.count <= Limits.pathBytesMax else {
                throw refuse(field, "a path has 1 to \(Limits.pathBytesMax) bytes, none of them zero")
            }
        }
    }

    /// Members, replicas and tasks: what each class may have.
    private func validateShape() throws(BerthError) {
        guard (1...Limits.membersMax).contains(nodes) else { throw refuse("/nodes", "\(nodes) nodes: ask for 1 to \(Limits.membersMax)") }
        guard jobClass == .gang || nodes == 1 else {
            let hint = "use \"class: gang\", or \"replicas\" for a service"
            throw refuse("/nodes", "a \(jobClass.rawValue) job has one node, not \(nodes)", hint: hint)
        }
        guard 1 <= replicas.min, replicas.min <= replicas.max, replicas.max <= Limits.membersMax else {
            throw refuse("/replicas", "replicas \(replicas.min)..\(replicas.max) is not a range from 1 to \(Limits.membersMax)")
        }
        guard jobClass == .service || replicas == ReplicaRange(min: 1, max: 1) else {
            throw refuse("/replicas", "only a service has replicas")
        }
        guard together == nil || jobClass == .gang else {
            throw refuse(
                "/together", "only a gang has members that stand together, and this is a \(jobClass.rawValue) job",
                hint: "use \"class: gang\"")
        }
        guard readiness == nil || jobClass == .service else { throw refuse("/readiness", "only a service has a readiness probe") }
        guard let array else { return }
        guard jobClass == .batch else { throw refuse("/array", "only a batch job can be an array") }
        guard (1...Limits.arrayTasksMax).contains(array.indexes.count) else {
            throw refuse("/array", "an array of \(array.indexes.count) tasks: ask for 1 to \(Limits.arrayTasksMax)")
        }
        guard array.indexes[0] >= 0, array.indexes[array.indexes.count - 1] <= Limits.arrayIndexMax,
            zip(array.indexes, array.indexes.dropFirst()).allSatisfy({ $0 < $1 })
        else {
            throw refuse("/array", "the indexes of an array ascend from 0 to at most \(Limits.arrayIndexMax)")
        }
        guard array.limit ?? 1 > 0 else { throw refuse("/array", "an array that may run no task at a time never ends") }
    }

    private func validateResources() throws(BerthError) {
        guard cpus.isRequestable, cpus <= .cores(Limits.coresPerJobMax) else {
            throw refuse("/cpus", "\(cpus) cores: ask for 1 to \(Limits.coresPerJobMax) whole cores or for a part of one")
        }
        guard memory > .zero, memory <= Limits.memoryMax else {
            throw refuse("/memory", "\(memory) of memory: ask for more than none and at most \(Limits.memoryMax)")
        }
        for (index, request) in accelerators.enumerated() {
            guard (1...Limits.devicesPerGroupMax).contains(request.count) else {
                throw refuse(
                    "/accelerators/\(index)/count",
                    "\(request.count) devices of kind \(request.kind) on one node: ask for 1 to \(Limits.devicesPerGroupMax)")
            }
            try validatePart(of: request, at: "/accelerators/\(index)")
            guard !accelerators[..<index].contains(request) else {
                throw refuse("/accelerators/\(index)", "the alternative \(request) stands there twice")
            }
        }
        if let powerCap, powerCap <= .zero || powerCap > Limits.deviceWattsMax {
            throw refuse("/power_cap", "a power cap of \(powerCap) a device: ask for more than none and at most \(Limits.deviceWattsMax)")
        }
    }

    /// What can be said of a part of a device without knowing its kind; `AcceleratorKind.validate` says the rest.
    private func validatePart(of request: AcceleratorRequest, at field: String) throws(BerthError) {
        if let lnc = request.lnc, !(1...2).contains(lnc) {
            throw refuse("\(field)/lnc", "lnc \(lnc): a logical core joins 1 or 2 physical ones")
        }
        guard let partition = request.partition else { return }
        guard request.count == 1 else {
            throw refuse(
                "\(field)/count", "parts of \(request.count) devices of kind \(request.kind): a member has a part of one device",
                hint: "leave \"count\" out, and ask for more members")
        }
        if case .mig(let profile) = partition {
            guard (1...40).contains(profile.utf8.count), profile.utf8.allSatisfy({ MIGProfile.nameBytes.contains($0) }) else {
                throw refuse(
                    "\(field)/mig", "\"\(profile.prefix(40))\" is not the name of a MIG profile", hint: "write it like \"3g.40gb\"")
            }
        }
        guard case .thousandths(let count, let memory) = partition else { return }
        let range = PartitionRequest.thousandthsRange
        guard range.contains(count) else {
            throw refuse(
                "\(field)/fraction/thousandths",
                "\(count) thousandths of a device: ask for \(range.lowerBound) to \(range.upperBound), or for whole devices")
        }
        guard memory > .zero else { throw refuse("\(field)/fraction/memory", "a fraction of a device needs some of its memory") }
    }

    private func validateTimes() throws(BerthError) {
        let longest = Duration.milliseconds(Limits.durationMaxMilliseconds)
        if let time, time <= .zero || time > longest {
            throw refuse("/time", "a time limit of \(time.short): ask for more than none and at most \(longest.short)")
        }
        guard grace >= .zero, grace <= longest else {
            throw refuse("/grace", "a grace period of \(grace.short): ask for none or more, at most \(longest.short)")
        }
        if let warning {
            guard (1...64).contains(warning.signal) else { throw refuse("/signal", "\(warning.signal) is not a signal") }
            guard let time else { throw refuse("/signal", "a warning before the end needs a time limit", hint: "add \"time\"") }
            guard warning.before > .zero, warning.before < time else {
                throw refuse("/signal", "the warning comes \(warning.before.short) before an end after \(time.short)")
            }
        }
        if let preemptible, preemptible < .zero { throw refuse("/preemptible", "a notice of \(preemptible.short) is none") }
        if let begin, let deadline {
            guard begin + (time ?? .zero) <= deadline else {
                throw refuse(
                    "/deadline", "a job that begins at \(begin)\(time.map { " and may take \($0.short)" } ?? "") ends after \(deadline)")
            }
        }
        if let readiness {
            guard readiness.interval > .zero, readiness.timeout > .zero, readiness.failureThreshold > 0 else {
                throw refuse("/readiness", "a readiness probe needs an interval, a timeout and a failure threshold above zero")
            }
        }
    }
}

extension String {
    fileprivate var holdsZero: Bool { utf8.contains(0) }
}
