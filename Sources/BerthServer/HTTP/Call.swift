import BerthAPI
import BerthModel
import BerthPolicy
import Hummingbird

/// One request to one endpoint, with its caller.
struct Call: Sendable {
    let endpoint: Endpoint
    let request: Request
    let context: APIContext
    let caller: Caller

    /// - Throws: `usage` for a query parameter that the endpoint does not have.
    init(_ endpoint: Endpoint, _ request: Request, _ context: APIContext, caller: Caller) throws(BerthError) {
        self.endpoint = endpoint
        self.request = request
        self.context = context
        self.caller = caller
        let known = endpoint.parameters.filter { $0.place == .query }.map(\.name)
        for (name, _) in request.uri.queryParameters where !known.contains(String(name)) {
            let near = Spelling.nearest(to: String(name), among: known).map { "did you mean \"\($0)\"?" }
            throw BerthError(
                .usage, "unknown query parameter \"\(name.prefix(80))\"", field: String(name.prefix(80)),
                hint: near ?? (known.isEmpty ? "there are none here" : "known: \(known.joined(separator: ", "))"))
        }
    }

    /// A part of the path.
    func path(_ name: String) throws(BerthError) -> String {
        guard let value = context.parameters.get(name) else { preconditionFailure("\(endpoint.path) has no {\(name)}") }
        return value
    }

    /// The job of the path.
    /// - Throws: `notFound` for anything that is no id: there can be no such job.
    func job() throws(BerthError) -> JobID {
        let text = try path("id")
        guard let id = JobID(text) else { throw BerthError(.notFound, "no job \"\(text.prefix(80))\" is known") }
        return id
    }

    func query(_ name: String) -> String? {
        request.uri.queryParameters[name[...]].map { String($0) }
    }

    func flag(_ name: String) throws(BerthError) -> Bool {
        switch query(name) {
        case nil, "false", "0": return false
        case "true", "1", "": return true
        case let other?: throw BerthError(.usage, "\"\(other.prefix(80))\" is not true or false", field: name)
        }
    }

    func number(_ name: String, in range: ClosedRange<UInt64>, default value: UInt64) throws(BerthError) -> UInt64 {
        guard let text = query(name) else { return value }
        guard let number = UInt64(text), range.contains(number) else {
            throw BerthError(.usage, "\"\(text.prefix(80))\" is not a number from \(range.lowerBound) to \(range.upperBound)", field: name)
        }
        return number
    }

    /// The words of a list that is joined by commas; nil where the parameter is absent.
    func words(_ name: String) -> Set<String>? {
        query(name).map { Set($0.split(separator: ",").map(String.init)) }
    }
}
