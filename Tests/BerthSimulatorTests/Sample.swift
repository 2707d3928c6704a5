import Foundation

@testable import BerthSimulator

/// The hand-made lists of Samples/, and the public ones where a checkout has them beside it.
enum Sample {
    static func rows(_ name: String) throws -> CSVRows {
        guard let path = Bundle.module.path(forResource: "Samples/\(name)", ofType: nil) else { throw CocoaError(.fileNoSuchFile) }
        return try CSVRows(file: path)
    }

    static func nodes() throws -> CSVRows { try rows("nodes.csv") }
    static func pods() throws -> CSVRows { try rows("pods.csv") }

    /// The folder of the public openb lists; nil where there is none.
    static let traces: String? = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let path = root.deletingLastPathComponent().path + "/shared/traces/openb"
        return FileManager.default.fileExists(atPath: path + "/published_open.csv") ? path : nil
    }()
}
