import Foundation
import Synchronization
import TestSupport

/// A client that submits and cancels without pause while the daemon comes and goes, and remembers what it was promised.
///
/// Every submission carries an `Idempotency-Key`; when the connection breaks before the answer, the client asks again with the same
/// key, as `berth submit` does.
final class SubmittingClient: Sendable {
    /// What the daemon acknowledged.
    struct Promises: Sendable {
        /// The job that each id was given to.
        var names: [String: String] = [:]
        /// Ids that were given out twice, with both names.
        var reused: [String] = []
        var cancelled: Set<String> = []
        var retries = 0
        var refusals: [String] = []

        mutating func record(id: String, name: String) {
            if let other = names[id], other != name { reused.append("\(id): \(other) and \(name)") }
            names[id] = name
        }

        mutating func merge(_ other: Promises) {
            for (id, name) in other.names { record(id: id, name: name) }
            reused += other.reused
            cancelled.formUnion(other.cancelled)
            retries += other.retries
            refusals += other.refusals
        }
    }

    private let number: Int
    private let socket: String
    private let isOver = Atomic(false)
    private let counts = Mutex((acknowledged: 0, cancels: 0))

    /// What it was promised so far.
    var acknowledged: Int { counts.withLock { $0.acknowledged } }
    var cancels: Int { counts.withLock { $0.cancels } }

    init(number: Int, socket: String) {
        self.number = number
        self.socket = socket
    }

    /// Ends `run` after its current request.
    func stop() { isOver.store(true, ordering: .relaxed) }

    /// Submits until it is stopped. Blocks.
    func run() -> Promises {
        var random = SeededGenerator(seed: UInt64(number))
        var promises = Promises()
        var connection: SocketClient?
        var serial = 0
        while !isOver.load(ordering: .relaxed) {
            serial += 1
            switch Int.random(in: 0..<10, using: &random) {
            case 0: submitBatch(serial, &connection, &promises)
            case 1, 2: cancelOne(&connection, &promises, &random)
            default: submitOne(serial, &connection, &promises, isHeld: Int.random(in: 0..<4, using: &random) > 0)
            }
            counts.withLock { $0 = (promises.names.count, promises.cancelled.count) }
            Thread.sleep(forTimeInterval: Double.random(in: 0...0.02, using: &random))
        }
        return promises
    }

    private func submitOne(_ serial: Int, _ connection: inout SocketClient?, _ promises: inout Promises, isHeld: Bool) {
        let name = "c\(number)-\(serial)"
        let answer = persist(&connection, &promises) { client throws(SocketClient.Failure) in
            try client.send(
                "POST", "/v1/jobs", body: SubmittingClient.job(name, isHeld: isHeld), headers: ["Idempotency-Key": "key-\(name)"])
        }
        guard let answer else { return }
        if [200, 201].contains(answer.status), let id = answer.json["id"] as? String {
            promises.record(id: id, name: name)
        } else {
            promises.refusals.append("\(answer.status) \(answer.text.prefix(200))")
        }
    }

    private func submitBatch(_ serial: Int, _ connection: inout SocketClient?, _ promises: inout Promises) {
        let names = (0..<5).map { "c\(number)-\(serial)-\($0)" }
        let body = names.map { SubmittingClient.job($0, isHeld: true) + Data("\n".utf8) }.reduce(Data(), +)
        let answer = persist(&connection, &promises) { client throws(SocketClient.Failure) in
            try client.send(
                "POST", "/v1/jobs", body: body, type: "application/x-ndjson", headers: ["Idempotency-Key": "batch-\(self.number)-\(serial)"]
            )
        }
        guard let answer else { return }
        let ids = answer.text.split(separator: "\n").compactMap { line in
            ((try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any])?["id"] as? String
        }
        guard ids.count == names.count else { return promises.refusals.append("\(answer.status) \(answer.text.prefix(200))") }
        for (id, name) in zip(ids, names) { promises.record(id: id, name: name) }
    }

    private func cancelOne(_ connection: inout SocketClient?, _ promises: inout Promises, _ random: inout SeededGenerator) {
        guard let id = promises.names.keys.sorted().randomElement(using: &random) else { return }
        let answer = persist(&connection, &promises) { client throws(SocketClient.Failure) in
            try client.send("POST", "/v1/jobs/\(id)/cancel", body: Data("{}".utf8))
        }
        // A job that had already run to its end answers with that end, and stays so.
        if answer?.json["state"] as? String == "cancelled" { promises.cancelled.insert(id) }
    }

    /// Repeats a request over new connections until it is answered, or the client is stopped.
    private func persist(
        _ connection: inout SocketClient?, _ promises: inout Promises,
        _ request: (SocketClient) throws(SocketClient.Failure) -> SocketClient.Response
    ) -> SocketClient.Response? {
        while !isOver.load(ordering: .relaxed) {
            do {
                let client = try connection ?? SocketClient(path: socket)
                connection = client
                let answer = try request(client)
                if answer.status != 503 { return answer }
            } catch {
                if connection != nil { promises.retries += 1 }
                connection = nil
            }
            Thread.sleep(forTimeInterval: 0.005)
        }
        return nil
    }

    private static func job(_ name: String, isHeld: Bool) -> Data {
        let hold = isHeld ? "true" : "false"
        return Data(
            """
            {"name":"\(name)","command":["true"],"directory":"/","cpus":0.125,"memory":"1 MiB","hold":\(hold),\
            "time":"10s","simulate":{"duration":"50ms","exit":0}}
            """.utf8)
    }
}
