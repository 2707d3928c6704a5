/// Plain values that are written once, when the engine is built, and read by any thread afterwards.
///
/// An `Array` would do the same with a retain, a release and a bounds check on the hot path. Like `AtomicWords` a view whose storage
/// the engine keeps (`TableStore`), checked only in builds with `BERTH_CHECKS`.
@safe
struct Table<Element: BitwiseCopyable>: BitwiseCopyable, @unchecked Sendable {
    private let base: UnsafePointer<Element>
    let count: Int

    init(_ base: UnsafePointer<Element>, count: Int) {
        unsafe self.base = base
        self.count = count
    }

    @inline(__always)
    subscript(_ index: Int) -> Element {
        #if BERTH_CHECKS
        precondition(index >= 0 && index < count, "entry \(index) of \(count)")
        #endif
        return unsafe base[index]
    }
}

/// Owns the memory of every `Table` of one engine; filled by one thread while the engine is built.
final class TableStore: @unchecked Sendable {
    @safe
    private final class Block {
        let memory: UnsafeMutableRawPointer

        init(bytes: Int) { unsafe memory = LargePages.allocate(bytes: bytes) }
        deinit { unsafe memory.deallocate() }
    }

    private var blocks: [Block] = []

    init() {}

    func table<Element: BitwiseCopyable>(_ values: [Element]) -> Table<Element> {
        let size = max(1, values.count) * MemoryLayout<Element>.stride
        let block = Block(bytes: size)
        blocks.append(block)
        let typed = unsafe block.memory.bindMemory(to: Element.self, capacity: max(1, values.count))
        for (index, value) in values.enumerated() { unsafe (typed + index).initialize(to: value) }
        return unsafe Table(typed, count: values.count)
    }
}
