package import BerthModel
import BerthSystem

/// A policy as it was given: one file, or a file with those beside it, as one text.
///
/// `policy.yaml` goes with `policy.d/*.yaml` in the order of their names. Joined they are one YAML stream, each further file after a line
/// `--- # file policy.d/10-noaa.yaml`, so that a revision of the journal is one text, and still tells which file says what.
package struct PolicyText: Sendable {
    package struct Part: Sendable {
        /// Relative to the directory of the first file; empty for the first.
        package var name: String
        package var text: String
    }

    package private(set) var parts: [Part]

    static let marker = "--- # file "
    /// As many as a directory of agencies may have.
    package static let filesMax = 4096

    /// Takes a text apart at its markers.
    package init(joined text: String) {
        guard text.contains(PolicyText.marker) else {
            parts = [Part(name: "", text: text)]
            return
        }
        parts = []
        var (name, lines) = ("", [Substring]())
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix(PolicyText.marker) else {
                lines.append(line)
                continue
            }
            parts.append(Part(name: name, text: lines.joined(separator: "\n") + "\n"))
            name = String(line.dropFirst(PolicyText.marker.count))
            lines = []
        }
        parts.append(Part(name: name, text: lines.joined(separator: "\n")))
    }

    /// Reads a file, and those of its directory: beside `x.yaml` all of `x.d/*.yaml`. Each is read once, whole.
    /// - Throws: `BerthError` with code `bodyTooLarge`, or `inputOutput` for a file that cannot be read.
    package init(reading path: String) throws(BerthError) {
        parts = [Part(name: "", text: try PolicyText.read(path))]
        let base = Files.name(of: path)
        let stem = base.hasSuffix(".yaml") ? base.dropLast(5) : base.hasSuffix(".yml") ? base.dropLast(4) : base[...]
        let directory = "\(Files.parent(of: path))/\(stem).d"
        let names: [String]
        do {
            guard try Files.status(directory)?.kind == .directory else { return }
            names = try Files.list(directory).filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }.sorted()
        } catch {
            throw PolicyText.unreadable(error, directory)
        }
        guard names.count <= PolicyText.filesMax else {
            throw BerthError(.bodyTooLarge, "there are \(names.count) files; at most \(PolicyText.filesMax) are read", field: directory)
        }
        for name in names {
            guard !name.contains("\n") else { throw BerthError(.invalidPolicy, "a file's name has a line break", field: directory) }
            parts.append(Part(name: "\(stem).d/\(name)", text: try PolicyText.read("\(directory)/\(name)")))
        }
        if let odd = parts.first(where: { $0.text.split(separator: "\n").contains { $0.hasPrefix(PolicyText.marker) } }), parts.count > 1 {
            throw BerthError(
                .invalidPolicy, "a line begins with \"\(PolicyText.marker)\", which stands between files",
                field: odd.name.isEmpty ? path : odd.name)
        }
    }

    private static func read(_ path: String) throws(BerthError) -> String {
        let bytes: [UInt8]?
        do {
            bytes = try steady(path)
        } catch  where error.number == ErrorNumber.tooBig {
            throw BerthError(
                .bodyTooLarge, "it is longer than the \(Bytes(Int64(PolicyFile.fileBytesMax))) that are read", field: path, cause: error)
        } catch {
            throw unreadable(error, path)
        }
        guard let bytes else {
            throw BerthError(.inputOutput, "it changes while it is read", field: path, hint: "try again when it is written")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw BerthError(.invalidSyntax, "this is not text in UTF-8", field: path)
        }
        return text
    }

    /// A file that did not change while it was read; nil where it always did. An editor that writes into the file, and does not put another
    /// one in its place, may be half done.
    private static func steady(_ path: String) throws(SystemError) -> [UInt8]? {
        for _ in 0..<5 {
            let before = try Files.status(path)
            let bytes = try Files.read(path, limit: PolicyFile.fileBytesMax)
            if try Files.status(path) == before { return bytes }
        }
        return nil
    }

    private static func unreadable(_ error: SystemError, _ path: String) -> BerthError {
        BerthError(.inputOutput, error.naming(path).description, cause: error)
    }

    /// All parts as one text; a file alone stays as it is.
    package var joined: String {
        parts.dropFirst().reduce(parts[0].text) { text, part in
            text + (text.isEmpty || text.hasSuffix("\n") ? "" : "\n") + "\(PolicyText.marker)\(part.name)\n\(part.text)"
        }
    }

    /// The whole tree, maps of several files joined.
    /// - Parameter fileName: what messages call the first file; the others stand beside it.
    func document(fileName: String?) throws(BerthError) -> Document {
        var document = try Document.yaml(parts[0].text, fileName: fileName, limit: PolicyFile.fileBytesMax, what: "policy file")
        guard parts.count > 1 else { return document }
        let total = parts.reduce(0) { $0 + $1.text.utf8.count }
        guard total <= PolicyFile.fileBytesMax else {
            throw BerthError(
                .bodyTooLarge, "all files have \(Bytes(Int64(total))); at most \(Bytes(Int64(PolicyFile.fileBytesMax))) are read",
                field: fileName)
        }
        let directory = fileName.flatMap { $0.contains("/") ? "\(Files.parent(of: $0))/" : nil } ?? ""
        var line = 1
        var roots: [DocumentNode] = []
        for (index, part) in parts.enumerated() {
            let name = index == 0 ? fileName ?? "policy" : directory + part.name
            let own = try Document.yaml(part.text, fileName: name, limit: PolicyFile.fileBytesMax, what: "policy file")
            document.parts.append(Document.Part(name: name, firstLine: line))
            roots.append(own.root.shifted(by: line - 1))
            line += part.text.count { $0 == "\n" } + 2
        }
        document.root = try document.read { _ throws(DocumentFault) in try PolicyMerge(document).root(of: roots) }
        return document
    }
}
