package import BerthModel
import BerthStorage
import BerthSystem

/// Gavel's measured throughputs: steps a second of each job type with each number of accelerators, on each kind.
///
/// `{"v100": {"('ResNet-18 (batch size 16)', 1)": {"null": 32.4, "(…)": [21.4, 20.6]}}}`. What stands under `null` is the job alone; the
/// pairs, of jobs that share a device, are checked and not kept. Kinds whose name ends in `_unconsolidated` are of jobs whose members
/// stand on several nodes.
package struct GavelThroughputs: Sendable {
    /// A job type with its number of accelerators.
    package struct Model: Hashable, Sendable {
        package var type: String
        package var scale: Int

        package init(type: String, scale: Int) {
            self.type = type
            self.scale = scale
        }
    }

    static let spreadSuffix = "_unconsolidated"
    /// A hundred times the published file.
    static let fileBytesMax = 128 << 20

    /// In the order of the file, without the unconsolidated ones.
    package private(set) var kinds: [KindName] = []
    private var together: [KindName: [Model: Double]] = [:]
    private var spread: [KindName: [Model: Double]] = [:]

    /// - Throws: `inputOutput`; `invalidSyntax` with file, line and column.
    package init(file path: String) throws(BerthError) {
        let bytes: [UInt8]
        do { bytes = try Files.read(path, limit: GavelThroughputs.fileBytesMax) } catch {
            throw BerthError(.inputOutput, "\(error)", cause: error)
        }
        try self.init(bytes, name: path)
    }

    package init(_ bytes: [UInt8], name: String) throws(BerthError) {
        let document = try Document.json(bytes, fileName: name, limit: GavelThroughputs.fileBytesMax, what: "table of throughputs")
        self = try document.read { root throws(DocumentFault) in try GavelThroughputs(root) }
    }

    private init(_ root: DocumentNode) throws(DocumentFault) {
        for entry in try GavelThroughputs.entries(of: root, "a map of kinds") {
            let isSpread = entry.key.hasSuffix(GavelThroughputs.spreadSuffix)
            let kind: KindName
            do {
                kind = try KindName(isSpread ? String(entry.key.dropLast(GavelThroughputs.spreadSuffix.count)) : entry.key)
            } catch {
                throw DocumentFault(error, at: entry.keyPosition)
            }
            var alone: [Model: Double] = [:]
            for row in try GavelThroughputs.entries(of: entry.value, "a map of job types") {
                guard let model = Model(row.key) else {
                    throw DocumentFault(
                        .invalidSyntax, "\"\(row.key.prefix(80))\" is not a job type like \"('ResNet-18 (batch size 16)', 1)\"",
                        at: row.keyPosition)
                }
                alone[model] = try GavelThroughputs.alone(row.value)
            }
            if isSpread { spread[kind] = alone } else { together[kind] = alone }
            if !isSpread { kinds.append(kind) }
        }
    }

    /// Steps a second; nil where it was not measured, or where it does not run (a throughput of 0: its memory is too small).
    /// - Parameter isSpread: the members stand on several nodes; the figure of one node stands in where there is none of several.
    package func stepsPerSecond(_ model: Model, on kind: KindName, isSpread: Bool = false) -> Double? {
        let measured = (isSpread ? spread[kind]?[model] : nil) ?? together[kind]?[model]
        return measured.flatMap { $0 > 0 ? $0 : nil }
    }

    /// The largest measured number of accelerators below a job's on which it runs on this kind.
    /// - Complexity: O(scale).
    package func measuredBelow(_ model: Model, on kind: KindName) -> Model? {
        for scale in stride(from: model.scale - 1, through: 1, by: -1) {
            let fewer = Model(type: model.type, scale: scale)
            if stepsPerSecond(fewer, on: kind) != nil { return fewer }
        }
        return nil
    }

    /// Whether some kind has a figure for it, 0 among them.
    package func knows(_ model: Model) -> Bool { together.values.contains { $0[model] != nil } }

    private static func entries(of node: DocumentNode, _ what: String) throws(DocumentFault) -> [DocumentNode.Entry] {
        guard case .mapping(let entries) = node.content else {
            throw DocumentFault(.invalidSyntax, "\(what) is expected, not \(node.described)", at: node.position)
        }
        return entries
    }

    /// What stands under `null`.
    private static func alone(_ node: DocumentNode) throws(DocumentFault) -> Double? {
        var alone: Double?
        for entry in try entries(of: node, "a map of throughputs") {
            if entry.key == "null" {
                alone = try throughput(entry.value)
            } else {
                guard case .list(let both) = entry.value.content, both.count == 2 else {
                    throw DocumentFault(
                        .invalidSyntax, "two throughputs are expected, not \(entry.value.described)", at: entry.value.position)
                }
                for one in both { _ = try throughput(one) }
            }
        }
        return alone
    }

    private static func throughput(_ node: DocumentNode) throws(DocumentFault) -> Double {
        guard case .scalar(let text, isQuoted: false) = node.content, let value = Double(text), value.isFinite, value >= 0 else {
            throw DocumentFault(
                .invalidSyntax, "a throughput in steps a second is expected, 0 or more, not \(node.described)", at: node.position)
        }
        return value
    }
}

extension GavelThroughputs.Model {
    /// Reads `('ResNet-18 (batch size 16)', 1)`.
    init?(_ key: String) {
        guard key.hasPrefix("('"), key.hasSuffix(")"), let quote = key.lastIndex(of: "'") else { return nil }
        let type = key[..<quote].dropFirst(2)
        let rest = key[quote...].dropFirst().dropLast()
        guard !type.isEmpty, rest.hasPrefix(", "), let scale = Int(rest.dropFirst(2)), (1...10_000).contains(scale) else { return nil }
        self.init(type: String(type), scale: scale)
    }
}
