import BerthModel

/// Reads `places:` into a tree, parents before children.
///
/// - Complexity: O(places).
struct PlaceReader {
    private let entries: [DocumentNode.Entry]

    init(_ node: DocumentNode?) throws(DocumentFault) {
        entries = try node?.entries("places") ?? []
    }

    private struct Given {
        var place: Place
        var position: DocumentPosition
    }

    func places() throws(DocumentFault) -> [Place] {
        var given: [PlaceName: Given] = [:]
        var order: [PlaceName] = []
        for entry in entries {
            for place in try places(of: entry, roomFor: Limits.nodesMax - order.count) {
                if let earlier = given[place.name] {
                    let parents =
                        earlier.place.parent == place.parent
                        ? "" : ", beneath \"\(earlier.place.parent ?? Place.site)\" and \"\(place.parent ?? Place.site)\""
                    throw DocumentFault(
                        .invalidFleet, "place \"\(place.name)\" is given twice\(parents); a place has one parent", at: entry.keyPosition)
                }
                given[place.name] = Given(place: place, position: entry.keyPosition)
                order.append(place.name)
            }
        }
        if given[Place.site] == nil {
            given[Place.site] = Given(place: Place(name: Place.site, parent: nil, rating: nil), position: .start)
        }
        return try sorted(given, order: order)
    }

    private func places(of entry: DocumentNode.Entry, roomFor limit: Int) throws(DocumentFault) -> [Place] {
        let fields = try FieldReader(entry.value, keys: ["parent", "rating"], in: "places.\(entry.key)")
        let rating = try fields.value("rating")?.positiveWatts("rating")
        let parents = try fields.value("parent")?.placeNames("parent")
        let names = try entry.parsedKey { key throws(BerthError) in
            try NameRange.expand(key, limit: limit).map { text throws(BerthError) in try PlaceName(text) }
        }
        let spread = Spread(names.count, over: parents ?? [Place.site])
        guard let spread else {
            throw DocumentFault(
                .invalidFleet, "\(names.count) places do not spread evenly over \(parents?.count ?? 1) parents",
                at: fields.keyPosition("parent"))
        }
        return try names.enumerated().map { index, name throws(DocumentFault) in
            guard name == Place.site else { return Place(name: name, parent: spread[index], rating: rating) }
            guard parents == nil else {
                throw DocumentFault(.invalidFleet, "\"site\" is the root of all places and has no parent", at: entry.keyPosition)
            }
            return Place(name: name, parent: nil, rating: rating)
        }
    }

    /// Breadth first from the root; what is not reached hangs from nothing or runs in a circle.
    private func sorted(_ given: [PlaceName: Given], order: [PlaceName]) throws(DocumentFault) -> [Place] {
        var children: [PlaceName: [PlaceName]] = [:]
        for name in order {
            guard let entry = given[name], let parent = entry.place.parent else { continue }
            guard given[parent] != nil else {
                let near = Spelling.nearest(to: parent.text, among: given.keys.map(\.text)).map { "did you mean \"\($0)\"?" }
                throw DocumentFault(
                    .invalidFleet, "no place \"\(parent)\" is in this fleet, the parent of \"\(name)\"", at: entry.position, hint: near)
            }
            children[parent, default: []].append(name)
        }
        var places: [Place] = []
        var level = [Place.site]
        var depth = 1
        while !level.isEmpty {
            if depth > Limits.powerDepthMax, let name = level.first, let entry = given[name] {
                throw DocumentFault(
                    .invalidFleet, "\"\(name)\" is \(depth) levels deep; at most \(Limits.powerDepthMax) are supported", at: entry.position)
            }
            places += level.compactMap { given[$0]?.place }
            level = level.flatMap { children[$0] ?? [] }
            depth += 1
        }
        let reached = Set(places.map(\.name))
        if let lost = order.first(where: { !reached.contains($0) }), let entry = given[lost] {
            throw DocumentFault(.invalidFleet, "the parents of place \"\(lost)\" run in a circle", at: entry.position)
        }
        return places
    }
}
