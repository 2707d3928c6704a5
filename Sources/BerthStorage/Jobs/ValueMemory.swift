import BerthModel

/// What texts of a batch mean: its jobs ask for the same times and sizes again and again, and reading one takes longer than finding it.
struct ValueMemory {
    private var durations: [String: Duration] = [:]
    private var sizes: [String: Bytes] = [:]
    private var shares: [String: CoreShare] = [:]
    private var requests: [String: [AcceleratorRequest]] = [:]
    /// Of each sort.
    private static let countMax = 256

    mutating func duration(_ text: String) -> Duration? { find(text, \.durations) { text in try? Duration(parsing: text) } }
    mutating func cpus(_ text: String) -> CoreShare? { find(text, \.shares) { text in try? CoreShare(parsing: text) } }
    mutating func accelerators(_ text: String) -> [AcceleratorRequest]? {
        find(text, \.requests) { text in try? AcceleratorRequest.alternatives(parsing: text) }
    }
    /// Above zero.
    mutating func memory(_ text: String) -> Bytes? {
        find(text, \.sizes) { text in (try? Bytes(parsing: text)).flatMap { $0 > .zero ? $0 : nil } }
    }

    private mutating func find<Value>(
        _ text: String, _ table: WritableKeyPath<ValueMemory, [String: Value]>, _ read: (String) -> Value?
    ) -> Value? {
        if let known = self[keyPath: table][text] { return known }
        guard let value = read(text) else { return nil }
        if self[keyPath: table].count < ValueMemory.countMax { self[keyPath: table][text] = value }
        return value
    }
}
