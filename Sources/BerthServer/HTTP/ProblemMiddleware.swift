import BerthAPI
import BerthModel
import HTTPTypes
import Hummingbird
import Logging

/// Gives every fault its problem document, and refuses bodies that no request may bring before anybody reads them.
struct ProblemMiddleware: RouterMiddleware {
    typealias Context = APIContext

    func handle(_ request: Request, context: APIContext, next: (Request, APIContext) async throws -> Response) async throws -> Response {
        do {
            guard !request.isTooLarge else { throw BerthError.bodyTooLarge(limit: Limits.bodyBytesMax) }
            return try await next(request, context)
        } catch let error as BerthError {
            return answer(error, context)
        } catch let error as HTTPError {
            return answer(error, request)
        } catch is CancellationError {
            return .problem(Problem(BerthError(.notReady, "the daemon is stopping", hint: "try again in a few seconds")))
        } catch {
            // The text of an unforeseen error is for the operator's log, not for a stranger.
            context.logger.error("a request failed", metadata: ["path": "\(request.uri.path)", "error": "\(error)"])
            return .problem(Problem(BerthError(.internalFault, "the daemon made a mistake; its log says more")))
        }
    }

    private func answer(_ error: BerthError, _ context: APIContext) -> Response {
        var headers = HTTPFields()
        if error.code == .bodyTooLarge {
            context.connection?.closeAfterAnswer()
            headers[.connection] = "close"
        }
        if error.code == .diskFull || error.code == .notReady { headers[.retryAfter] = "1" }
        return .problem(Problem(error), headers: headers)
    }

    /// What the router itself refuses: no such path, or a path without this method.
    private func answer(_ error: HTTPError, _ request: Request) -> Response {
        let path = request.uri.path
        let methods = Endpoint.methods(at: path).map(\.rawValue)
        guard error.status == .notFound, !methods.isEmpty else {
            let detail = error.status == .notFound ? "there is no \(path.prefix(200)) here" : error.status.reasonPhrase.lowercased()
            let code = error.status == .notFound ? ErrorCode.notFound : .usage
            return .problem(
                Problem(status: error.status.code, code: code.rawValue, detail: detail, field: nil, hint: "see \(Route.openAPI)"))
        }
        let allowed = methods.joined(separator: ", ")
        return .problem(
            Problem(
                status: 405, code: ErrorCode.usage.rawValue, detail: "\(path) does not answer \(request.method.rawValue.prefix(20))",
                field: nil,
                hint: "it answers \(allowed)"), headers: [.allow: allowed])
    }
}
