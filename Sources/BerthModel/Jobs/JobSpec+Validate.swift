extension JobSpec {
    /// Checks what can be checked without a fleet or a policy.
    /// - Throws: `BerthError` with code `invalidJob`, the field as a JSON pointer of the job file.
    public func validate() throws(BerthError) {
        func refuse(_ field: String, _ message: String, hint: String? = nil) -> BerthError { BerthError(.invalidJob, message, field: field, hint: hint) }

        guard !name.isEmpty, name.utf8.count <= 128, name.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 }) else {
            throw refuse("/name", "a job's name has 1 to 128 printable characters")
        }
        try validateProgram()
        guard directory.hasPrefix("/") else { throw refuse("/directory", "the directory \"\(directory)\" is not an absolute path") }
        guard (1...Limits.membersMax).contains(nodes) else { throw refuse("/nodes", "\(nodes) nodes: ask for 1 to \(Limits.membersMax)") }
        guard jobClass == .gang || nodes == 1 else {
            throw refuse("/nodes", "a \(jobClass.rawValue) job has one node, not \(nodes)", hint: "use \"class: gang\", or \"replicas\" for a service")
        }
        guard 1 <= replicas.min, replicas.min <= replicas.max, replicas.max <= Limits.membersMax else {
            throw refuse("/replicas", "replicas \(replicas.min)..\(replicas.max) is not a range from 1 to \(Limits.membersMax)")
        }
        guard jobClass == .service || replicas == ReplicaRange(min: 1, max: 1) else { throw refuse("/replicas", "only a service has replicas") }
        guard array == nil || jobClass == .batch else { throw refuse("/array", "only a batch job can be an array") }
        guard readiness == nil || jobClass == .service else { throw refuse("/readiness", "only a service has a readiness probe") }
        guard cpus.isRequestable else { throw refuse("/cpus", "\(cpus) cores: ask for whole cores or for a part of one") }
        guard memory > .zero else { throw refuse("/memory", "a job needs some memory") }
        for (index, request) in accelerators.enumerated() {
            guard (1...Limits.devicesPerGroupMax).contains(request.count) else {
                throw refuse("/accelerators/\(index)/count", "\(request.count) devices of kind \(request.kind) on one node: ask for 1 to \(Limits.devicesPerGroupMax)")
            }
        }
        try validateTimes()
        guard dependencies.count <= Limits.dependenciesMax else { throw refuse("/dependencies", "more than \(Limits.dependenciesMax) dependencies") }
        guard (1...Limits.attemptsMax).contains(maxAttempts) else { throw refuse("/max_attempts", "\(maxAttempts) attempts: allow 1 to \(Limits.attemptsMax)") }
        guard (-1000...1000).contains(priority) else { throw refuse("/priority", "priority \(priority) is outside -1000...1000") }
        for key in environment.keys where key.isEmpty || key.contains("=") || key.contains("\0") {
            throw refuse("/environment", "\"\(key)\" is not the name of an environment variable")
        }
        guard environment.values.allSatisfy({ !$0.contains("\0") }) else { throw refuse("/environment", "an environment variable holds a zero byte") }
        if let cap = powerCap, cap <= .zero { throw refuse("/power_cap", "the power cap \(cap) is not above zero") }
    }

    private func validateProgram() throws(BerthError) {
        switch program {
        case .command(let arguments):
            guard let first = arguments.first, !first.isEmpty else { throw BerthError(.invalidJob, "the command is empty", field: "/command") }
            guard arguments.allSatisfy({ !$0.contains("\0") }) else { throw BerthError(.invalidJob, "the command holds a zero byte", field: "/command") }
        case .script(let text, _):
            guard text.utf8.count <= Limits.scriptBytesMax else {
                throw BerthError(.invalidJob, "the script has \(Bytes(Int64(text.utf8.count))); at most \(Bytes(Int64(Limits.scriptBytesMax))) are copied with a job", field: "/script")
            }
            guard text.hasPrefix("#!") else {
                throw BerthError(.invalidJob, "the script does not say what runs it", field: "/script", hint: "start it with a line like \"#!/bin/sh\"")
            }
        }
    }

    private func validateTimes() throws(BerthError) {
        if let time, time <= .zero { throw BerthError(.invalidJob, "a time limit of \(time.short) is not above zero", field: "/time") }
        guard grace >= .zero else { throw BerthError(.invalidJob, "a grace period is not negative", field: "/grace") }
        if let warning {
            guard (1...64).contains(warning.signal) else { throw BerthError(.invalidJob, "\(warning.signal) is not a signal", field: "/signal") }
            guard let time else { throw BerthError(.invalidJob, "a warning before the end needs a time limit", field: "/signal", hint: "add \"time\"") }
            guard warning.before < time else { throw BerthError(.invalidJob, "the warning comes \(warning.before.short) before an end after \(time.short)", field: "/signal") }
        }
        if let readiness {
            guard readiness.interval > .zero, readiness.timeout > .zero, readiness.failureThreshold > 0 else {
                throw BerthError(.invalidJob, "a readiness probe needs an interval, a timeout and a failure threshold above zero", field: "/readiness")
            }
        }
    }
}
