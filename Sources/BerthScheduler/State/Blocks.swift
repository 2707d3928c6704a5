/// A list that only grows, in blocks of a fixed length: growing moves nothing, so that the millionth job costs what the first did.
struct Blocks<Element: Sendable>: Sendable {
    private static var length: Int { 1024 }

    private var blocks: [[Element]] = []
    private(set) var count = 0

    subscript(position: Int) -> Element {
        get { blocks[position >> 10][position & 1023] }
        _modify { yield &blocks[position >> 10][position & 1023] }
    }

    mutating func append(_ element: Element) {
        if count & (Blocks.length - 1) == 0 {
            var block: [Element] = []
            block.reserveCapacity(Blocks.length)
            blocks.append(block)
        }
        blocks[count >> 10].append(element)
        count += 1
    }

    var all: some Sequence<Element> { blocks.lazy.flatMap { $0 } }
}
