import BerthAPI
import BerthModel
import BerthScheduler
import BerthStorage

/// Some lines of a batch, read: what can be done for a job before its turn on the scheduler's thread is done here, on another one.
struct BatchPart: Sendable {
    /// Numbers of all lines in the body, in order.
    private var lines: [Int] = []
    /// Why a line is no job, by position.
    private var faults: [Int: BerthError] = [:]
    /// The jobs of the other lines, in order.
    private(set) var specs: [JobSpec] = []
    /// Of the jobs: the batch's key and the number of the line.
    private(set) var keys: [String?] = []

    init(_ batch: BatchLines, _ range: Range<Int>, key: String?, _ reader: inout JobFile.LineReader) {
        lines.reserveCapacity(range.count)
        specs.reserveCapacity(range.count)
        keys.reserveCapacity(range.count)
        for index in range {
            let line = batch.number(index)
            do throws(BerthError) {
                specs.append(try reader.read(batch.bytes, batch.range(index)))
                keys.append(key.map { "\($0)/\(line)" })
            } catch {
                faults[lines.count] = error
            }
            lines.append(line)
        }
    }

    /// One answer a line.
    /// - Parameter replies: one for each of `specs`.
    func answers(_ replies: [Result<SubmitReply, BerthError>]) -> [BatchLine] {
        precondition(replies.count == specs.count, "\(specs.count) jobs have \(replies.count) replies")
        var rest = replies[...]
        return lines.enumerated().map { position, line in
            if let fault = faults[position] { return BatchPart.refusal(line, fault) }
            switch rest.removeFirst() {
            case .success(.created(let id)): return BatchLine(line: line, id: "\(id)", created: true, problem: nil)
            case .success(.existing(let id)): return BatchLine(line: line, id: "\(id)", created: false, problem: nil)
            case .failure(let fault): return BatchPart.refusal(line, fault)
            }
        }
    }

    /// The same answer for all lines: none of them was looked at.
    func answers(refusing fault: BerthError) -> [BatchLine] { lines.map { BatchPart.refusal($0, fault) } }

    private static func refusal(_ line: Int, _ fault: BerthError) -> BatchLine {
        BatchLine(line: line, id: nil, created: nil, problem: Problem(fault))
    }
}
