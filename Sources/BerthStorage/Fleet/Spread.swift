/// Things spread evenly, in order, over places: the first block stands in the first place, the next one in the second.
struct Spread<Place> {
    private let places: [Place]
    private let block: Int

    /// - Returns: nil when they do not spread evenly.
    init?(_ count: Int, over places: [Place]) {
        guard !places.isEmpty, count.isMultiple(of: places.count) else { return nil }
        self.places = places
        block = max(1, count / places.count)
    }

    subscript(index: Int) -> Place { places[index / block] }
}
