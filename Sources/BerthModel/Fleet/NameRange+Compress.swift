extension NameRange {
    /// The shortest listing of the set of `names` in this notation: `["h-03", "h-04", "t-1"]` gives `h-[03-04],t-1`.
    /// - Complexity: O(n log n).
    public static func compress(_ names: [String]) -> String {
        struct Numbered {
            var prefix: String
            var digits: String
            var value: Int
        }
        var plain: [String] = []
        var numbered: [Numbered] = []
        for name in Set(names) {
            let digits = String(name.reversed().prefix { $0.isASCII && $0.isNumber }.reversed())
            if !digits.isEmpty, digits.count <= 9, let value = Int(digits) {
                numbered.append(Numbered(prefix: String(name.dropLast(digits.count)), digits: digits, value: value))
            } else {
                plain.append(name)
            }
        }
        numbered.sort { ($0.prefix, $0.digits.count, $0.value) < ($1.prefix, $1.digits.count, $1.value) }
        var items = plain.sorted()
        var start = 0
        while start < numbered.count {
            let head = numbered[start]
            var end = start
            while end + 1 < numbered.count, numbered[end + 1].prefix == head.prefix, numbered[end + 1].digits.count == head.digits.count {
                end += 1
            }
            items.append(head.prefix + bracket(numbered[start...end].map { ($0.digits, $0.value) }))
            start = end + 1
        }
        return items.joined(separator: ",")
    }

    private static func bracket(_ numbers: [(digits: String, value: Int)]) -> String {
        guard numbers.count > 1 else { return numbers.first?.digits ?? "" }
        var parts: [String] = []
        var start = 0
        while start < numbers.count {
            var end = start
            while end + 1 < numbers.count, numbers[end + 1].value == numbers[end].value + 1 { end += 1 }
            parts.append(start == end ? numbers[start].digits : "\(numbers[start].digits)-\(numbers[end].digits)")
            start = end + 1
        }
        return "[" + parts.joined(separator: ",") + "]"
    }
}
