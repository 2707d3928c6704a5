import BerthModel
import FoundationEssentials

extension Client {
    /// Asks, and decodes the answer.
    func ask<Answer: Decodable>(_ request: Request, for type: Answer.Type = Answer.self) async throws(BerthError) -> Answer {
        try decode(Answer.self, from: try await perform(request).body, of: request.target)
    }

    func decode<Answer: Decodable>(_ type: Answer.Type, from body: some Sequence<UInt8>, of target: String) throws(BerthError) -> Answer {
        do {
            return try JSONDecoder().decode(Answer.self, from: Data(body))
        } catch {
            throw BerthError(
                .internalFault, "the answer of berthd to \(target) is not understood: are berth and berthd of one version?", cause: error)
        }
    }

    func encode(_ value: some Encodable) throws(BerthError) -> [UInt8] {
        do {
            return Array(try JSONEncoder().encode(value))
        } catch {
            throw BerthError(.internalFault, "a request could not be written as JSON", cause: error)
        }
    }
}
