import BerthModel

/// Checks a saved description before hwloc reads it.
///
/// hwloc trusts its own files: one that lacks a set hwloc always writes ends the program (seen with 2.9: an object with `cpuset` and
/// without `complete_cpuset`). A file from elsewhere is therefore checked object by object for what hwloc takes for granted.
/// Whether the file is XML at all is left to hwloc, which does look.
struct SavedDescription {
    /// Objects of the tree of processors and memory must say which CPUs and nodes they hold.
    private static let sets = ["cpuset", "complete_cpuset", "nodeset", "complete_nodeset"]
    private static let placeless = ["Bridge", "PCIDev", "OSDev", "Misc"]
    private static let numbers = ["os_index", "gp_index", "local_memory", "cache_size", "cache_linesize", "depth"]

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    private init(_ xml: String) { bytes = Array(xml.utf8) }

    /// - Throws: `BerthError` `invalidSyntax`, with the line of the object as the field.
    static func check(_ xml: String) throws(BerthError) {
        guard xml.contains("<topology version=\"2") else {
            throw BerthError(.invalidSyntax, "this is no topology saved by hwloc 2", hint: "save one with: lstopo FILE.xml")
        }
        var scanner = SavedDescription(xml)
        while let attributes = scanner.nextObject() {
            if let fault = fault(in: attributes) {
                throw BerthError(.invalidSyntax, fault, field: "line \(scanner.line)", hint: "save it anew with: lstopo FILE.xml")
            }
        }
    }

    private static func fault(in attributes: [String: String]) -> String? {
        guard let type = attributes["type"], !type.isEmpty else { return "an object has no type" }
        for name in numbers {
            guard let text = attributes[name] else { continue }
            guard UInt64(text) != nil, text.first != "+" else { return "the \(type) object's \(name) \"\(text)\" is no number" }
        }
        if placeless.contains(type) { return nil }
        for name in sets {
            guard let text = attributes[name] else { return "a \(type) object has no \(name)" }
            guard isSet(text) else { return "the \(type) object's \(name) \"\(text)\" is no set" }
        }
        return nil
    }

    /// hwloc's form: words of 32 bits, most significant first, zero words left empty: `0x0000ffff,,0xffffffff`.
    private static func isSet(_ text: String) -> Bool {
        let words = text.split(separator: ",", omittingEmptySubsequences: false)
        return words.count <= 2048 && !(words.first?.isEmpty ?? true)
            && words.allSatisfy { word in
                word.isEmpty || word.hasPrefix("0x") && (3...10).contains(word.utf8.count) && UInt32(word.dropFirst(2), radix: 16) != nil
            }
    }

    /// The attributes of the next `<object ...>`; nil after the last.
    private mutating func nextObject() -> [String: String]? {
        let tag = Array("<object".utf8)
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "<"), bytes[position...].starts(with: tag) {
                position += tag.count
                return attributes()
            }
            advance()
        }
        return nil
    }

    /// `name="value"` until the tag's end. Of two with one name the last counts, which is no concern: XML refuses them.
    private mutating func attributes() -> [String: String] {
        var attributes: [String: String] = [:]
        while let name = word(until: ["=", ">"]), peek == UInt8(ascii: "=") {
            advance()
            guard let quote = peek, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { break }
            advance()
            guard let value = word(until: [Unicode.Scalar(quote)]), peek == quote else { break }
            advance()
            attributes[name.trimmed] = value
        }
        return attributes
    }

    private mutating func word(until ends: [Unicode.Scalar]) -> String? {
        let start = position
        while let byte = peek, !ends.contains(Unicode.Scalar(byte)) { advance() }
        return position < bytes.count ? String(decoding: bytes[start..<position], as: UTF8.self) : nil
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func advance() {
        if bytes[position] == UInt8(ascii: "\n") { line += 1 }
        position += 1
    }
}
