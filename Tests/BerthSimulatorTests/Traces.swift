import BerthModel
import Foundation

@testable import BerthSimulator

/// What the tests of importers share.
enum Traces {
    /// Everything that a source gives, and its report afterwards.
    static func drain<Source: TraceSource>(_ source: Source) throws(BerthError) -> (all: [Source.Element], report: ImportReport) {
        var source = source
        var all: [Source.Element] = []
        while let next = try source.next() { all.append(next) }
        return (all, source.report)
    }

    /// The error that ends an import; nil where it comes to its end.
    static func refusal<Source: TraceSource>(_ make: () throws(BerthError) -> Source) -> BerthError? {
        do throws(BerthError) {
            _ = try drain(make())
            return nil
        } catch {
            return error
        }
    }

    static func rows(_ text: String, separator: Character = ",") -> CSVRows { CSVRows(text: text, name: "t", separator: separator) }

    /// The folder of recorded traces beside the checkout; they are never part of it.
    static let recorded = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../shared/traces").standardized.path

    static func isRecorded(_ name: String) -> Bool { FileManager.default.isReadableFile(atPath: "\(recorded)/\(name)") }

    static func moment(_ text: String) throws -> Timestamp {
        guard let moment = TraceTime.moment(text) else { throw BerthError(.invalidSyntax, text) }
        return moment
    }
}
