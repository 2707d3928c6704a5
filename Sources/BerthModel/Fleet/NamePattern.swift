/// One item of a list of names, `r[1-2]n[01-16]`: fixed texts and ranges of numbers in turn.
struct NamePattern {
    private enum Part {
        case text(String)
        /// Numbers with the least width of each range; zeros fill it.
        case numbers([(values: ClosedRange<Int>, width: Int)])

        /// Values, and the characters of the longest.
        var size: (count: Int, length: Int) {
            switch self {
            case .text(let text): (1, text.utf8.count)
            case .numbers(let ranges):
                ranges.reduce((0, 0)) { size, range in
                    (size.0 + range.values.count, max(size.1, max(range.width, String(range.values.upperBound).utf8.count)))
                }
            }
        }

        var values: [String] {
            switch self {
            case .text(let text): [text]
            case .numbers(let ranges):
                ranges.flatMap { range in
                    range.values.map { value in
                        let digits = String(value)
                        return String(repeating: "0", count: max(0, range.width - digits.utf8.count)) + digits
                    }
                }
            }
        }
    }

    private let parts: [Part]

    /// - Parameters:
    ///   - item: without commas outside brackets, the brackets in pairs.
    ///   - list: the whole list, for messages.
    /// - Throws: `BerthError` with code `invalidSyntax`, also when a name would be longer than a name may be.
    init(_ item: String, of list: String) throws(BerthError) {
        var parts: [Part] = []
        var length = 0
        var rest = item[...]
        while !rest.isEmpty {
            let part: Part
            if rest.first == "[" {
                guard let close = rest.firstIndex(of: "]") else { throw NameRange.refuse(list, "brackets do not match") }
                part = .numbers(try NamePattern.ranges(rest[rest.index(after: rest.startIndex)..<close], of: list))
                rest = rest[rest.index(after: close)...]
            } else {
                let text = rest.prefix { $0 != "[" }
                part = .text(String(text))
                rest = rest[text.endIndex...]
            }
            // Each bracket gives at least one character, so this also bounds the parts.
            length += part.size.length
            guard length <= Limits.namesBytesMax else {
                throw NameRange.refuse(list, "a name has more than \(Limits.namesBytesMax) characters")
            }
            parts.append(part)
        }
        self.parts = parts
    }

    private static func ranges(_ text: Substring, of list: String) throws(BerthError) -> [(values: ClosedRange<Int>, width: Int)] {
        var ranges: [(values: ClosedRange<Int>, width: Int)] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let bounds = part.split(separator: "-", omittingEmptySubsequences: false)
            guard (1...2).contains(bounds.count), let first = Digits.value(bounds[0], places: 9),
                let last = Digits.value(bounds[bounds.count - 1], places: 9), first <= last
            else {
                throw NameRange.refuse(list, "\"\(part.prefix(40))\" is not a range of numbers")
            }
            ranges.append((first...last, bounds[0].utf8.count))
        }
        return ranges
    }

    /// Names that it stands for; nil above the range of `Int`.
    var count: Int? {
        var count = 1
        for part in parts {
            let product = count.multipliedReportingOverflow(by: part.size.count)
            guard !product.overflow else { return nil }
            count = product.partialValue
        }
        return count
    }

    /// - Complexity: O(`count`).
    var names: [String] {
        parts.reduce([""]) { heads, part in
            let values = part.values
            return heads.flatMap { head in values.map { head + $0 } }
        }
    }
}
