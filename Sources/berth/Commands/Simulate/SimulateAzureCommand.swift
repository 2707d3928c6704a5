import ArgumentParser
import BerthModel
import BerthSimulator

struct SimulateAzureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "azure", abstract: "Replay requests to language models as the replicas of a service that they need.",
        discussion: """
            berth simulate azure --requests AzureLLMInferenceTrace_conv.csv --cluster h100:4x8 --accel h100:2 --generated-tokens 2000

            Replicas follow the load of each interval, by whatever is scarcest of the given capacities; at least one must be given.
            """)

    @Option(help: ArgumentHelp("The table of requests.", valueName: "file")) var requests: String
    @OptionGroup var machines: MachineOptions
    @Option(help: ArgumentHelp("Devices of one replica.", valueName: "kind:count")) var accel: String
    @Option(help: ArgumentHelp("Requests a second that one replica can do.", valueName: "number")) var requestRate: Double?
    @Option(help: ArgumentHelp("Tokens of context a second that one replica can read.", valueName: "number")) var contextTokens: Double?
    @Option(help: ArgumentHelp("Tokens a second that one replica can generate.", valueName: "number")) var generatedTokens: Double?
    @Option(help: "Part of these figures that is planned with, above 0 and at most 1.") var targetLoad = 0.8
    @Option(help: "How often replicas follow the load.") var interval = "60s"
    @Option(help: "Least and most replicas.") var replicas = "1..1000"
    @OptionGroup var answer: AnswerOptions

    mutating func run() async throws {
        let fleet = try machines.machines()
        let choice = try choice()
        let (capacity, length, bounds) = (try capacity(), try length(), try bounds())
        let run = ReplayRun(
            scenario: "azure", fleet: fleet, policies: try machines.policies(fleet), answer: answer,
            queue: try machines.queueName())
        let requests = TraceFile.path(requests)
        try run.run(files: [requests]) { () throws(BerthError) in
            ReplicaTrace(
                ServiceLoad(ArrivalSorter(try LLMRequestTrace(file: requests)), interval: length), capacity: capacity, bounds: bounds,
                choices: [choice], agency: "service")
        }
    }

    private func choice() throws(BerthError) -> DeviceChoice {
        let request: AcceleratorRequest
        do { request = try AcceleratorRequest(parsing: accel) } catch {
            throw BerthError(.usage, error.message, field: "--accel", hint: error.hint)
        }
        guard (1...Limits.devicesPerGroupMax).contains(request.count) else {
            throw BerthError(.usage, "a replica of \(request.count) devices is not in 1...\(Limits.devicesPerGroupMax)", field: "--accel")
        }
        return DeviceChoice(kind: request.kind, count: request.count, partition: request.partition)
    }

    private func capacity() throws(BerthError) -> ReplicaCapacity {
        let given = [requestRate, contextTokens, generatedTokens].compactMap(\.self)
        guard !given.isEmpty else {
            throw BerthError(
                .usage, "nothing says what one replica can do", hint: "give --generated-tokens, --context-tokens or --request-rate")
        }
        guard given.allSatisfy({ $0.isFinite && $0 > 0 }) else { throw BerthError(.usage, "what a replica can do is above 0") }
        guard targetLoad > 0, targetLoad <= 1 else { throw BerthError(.usage, "--target-load \(targetLoad) is not above 0 and at most 1") }
        var capacity = ReplicaCapacity(
            requestsPerSecond: requestRate, contextTokensPerSecond: contextTokens, generatedTokensPerSecond: generatedTokens)
        capacity.targetLoad = targetLoad
        return capacity
    }

    private func length() throws(BerthError) -> Duration {
        do throws(BerthError) {
            let length = try Duration(parsing: interval)
            guard length >= .seconds(1) else { throw BerthError(.usage, "an interval of \(length.short) is below a second") }
            return length
        } catch {
            throw BerthError(.usage, error.message, field: "--interval", hint: error.hint)
        }
    }

    private func bounds() throws(BerthError) -> ReplicaRange {
        let parsed: ReplicaRange
        do { parsed = try ReplicaRange(parsing: replicas) } catch { throw BerthError(.usage, error.message, field: "--replicas") }
        guard parsed.max <= 65_536 else { throw BerthError(.usage, "\(parsed.max) replicas are more than 65536", field: "--replicas") }
        return parsed
    }
}
