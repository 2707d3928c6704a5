/// A sorted set in blocks, so that an insertion shifts one block, not everything behind it.
///
/// Most sets here have a few elements, and some a million.
struct SortedBlocks<Element: Comparable & Sendable>: Sendable {
    /// No block is empty, and each ends before the next begins.
    private var blocks: [[Element]] = []

    /// Elements that are shifted at most.
    private static var blockMax: Int { 256 }

    init() {}

    /// - Parameter elements: each once.
    init(_ elements: [Element]) {
        let isSorted = zip(elements, elements.dropFirst()).allSatisfy { $0 < $1 }
        let sorted = isSorted ? elements : elements.sorted()
        blocks = stride(from: 0, to: sorted.count, by: SortedBlocks.blockMax).map {
            Array(sorted[$0..<min($0 + SortedBlocks.blockMax, sorted.count)])
        }
    }

    var isEmpty: Bool { blocks.isEmpty }
    var first: Element? { blocks.first?.first }
    var last: Element? { blocks.last?.last }
    /// - Complexity: O(blocks).
    var count: Int { blocks.reduce(0) { $0 + $1.count } }
    var elements: some Sequence<Element> { blocks.lazy.joined() }

    func forEach(_ body: (Element) -> Void) { for block in blocks { for element in block { body(element) } } }

    /// The position of the last block that begins at or before an element; the first where none does.
    private func block(for element: Element) -> Int {
        if let last = blocks.last?.first, last <= element { return blocks.count - 1 }
        var (low, high) = (0, blocks.count)
        while low < high {
            let middle = (low + high) / 2
            if blocks[middle][0] <= element { low = middle + 1 } else { high = middle }
        }
        return max(0, low - 1)
    }

    /// - Returns: false where it is there already.
    /// - Complexity: O(log count + block).
    @discardableResult
    mutating func insert(_ element: Element) -> Bool {
        guard !blocks.isEmpty else {
            blocks.append([element])
            return true
        }
        let block = block(for: element)
        let place = blocks[block].last.map { $0 < element } ?? true ? blocks[block].count : blocks[block].lowerBound(of: element)
        if place < blocks[block].count, blocks[block][place] == element { return false }
        blocks[block].insert(element, at: place)
        if blocks[block].count > SortedBlocks.blockMax { split(block) }
        return true
    }

    private mutating func split(_ block: Int) {
        // What arrives mostly comes last: then the full block stays full.
        let kept = block == blocks.count - 1 ? SortedBlocks.blockMax : SortedBlocks.blockMax / 2
        blocks.insert(Array(blocks[block][kept...]), at: block + 1)
        blocks[block].removeSubrange(kept...)
    }

    /// - Returns: false where it is not there.
    @discardableResult
    mutating func remove(_ element: Element) -> Bool {
        guard !blocks.isEmpty else { return false }
        let block = block(for: element)
        let place = blocks[block].lowerBound(of: element)
        guard place < blocks[block].count, blocks[block][place] == element else { return false }
        blocks[block].remove(at: place)
        if blocks[block].isEmpty { blocks.remove(at: block) }
        return true
    }

    /// The element after another one.
    func first(after element: Element) -> Element? {
        guard !blocks.isEmpty else { return nil }
        let block = block(for: element)
        var place = blocks[block].lowerBound(of: element)
        if place < blocks[block].count, blocks[block][place] == element { place += 1 }
        if place < blocks[block].count { return blocks[block][place] }
        return block + 1 < blocks.count ? blocks[block + 1][0] : nil
    }

    func contains(_ element: Element) -> Bool {
        guard !blocks.isEmpty else { return false }
        let block = block(for: element)
        let place = blocks[block].lowerBound(of: element)
        return place < blocks[block].count && blocks[block][place] == element
    }
}
