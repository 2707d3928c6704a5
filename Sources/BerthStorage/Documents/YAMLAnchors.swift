import BerthModel

/// Keeps alias bombs away from the YAML library.
///
/// Anchors are refused with their line once the tree is there, but to find duplicate keys the library hashes keys, and a key that is
/// a nest of aliases takes time exponential in their number. So a text with many things that look like aliases is not parsed at all.
/// Scripts and shell commands hold such things too (`cmd & *.txt`), hence a generous number, and only names that are anchored count.
enum YAMLAnchors {
    /// Eighteen aliases expand to at most 3^6 = 729 values (six levels of three).
    static let aliasesMax = 18

    static func refuseMany(in text: String) throws(DocumentFault) {
        let bytes = Array(text.utf8)
        guard bytes.contains(UInt8(ascii: "&")), bytes.contains(UInt8(ascii: "*")) else { return }
        let anchors = Set(names(after: UInt8(ascii: "&"), in: bytes).map(\.name))
        var count = 0
        for alias in names(after: UInt8(ascii: "*"), in: bytes) where anchors.contains(alias.name) {
            count += 1
            guard count <= aliasesMax else {
                let before = bytes[..<alias.offset]
                let line = before.count { $0 == UInt8(ascii: "\n") } + 1
                let column = alias.offset - (before.lastIndex(of: UInt8(ascii: "\n")) ?? -1)
                throw DocumentFault(
                    .invalidSyntax, "anchors and aliases (&name, *name) are not read", at: DocumentPosition(line: line, column: column))
            }
        }
    }

    private static func names(after sigil: UInt8, in bytes: [UInt8]) -> [(name: ArraySlice<UInt8>, offset: Int)] {
        var found: [(name: ArraySlice<UInt8>, offset: Int)] = []
        for offset in bytes.indices where bytes[offset] == sigil {
            // The alphabet of libyaml's anchors.
            let name = bytes[(offset + 1)...].prefix { byte in
                let character = Unicode.Scalar(byte)
                return character.isASCII && character.properties.isAlphabetic || ("0"..."9").contains(character) || character == "_"
                    || character == "-"
            }
            if !name.isEmpty { found.append((name, offset)) }
        }
        return found
    }
}
