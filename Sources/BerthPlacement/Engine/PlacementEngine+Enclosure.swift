/// Gangs that must stand in one link domain (the nodes of an NVL72, of a Trn2 UltraServer, of a Trn3 server rack), in one rack, in one hall
/// or on one node.
extension PlacementEngine {
    /// Places all members in one enclosure, or none: the fullest that holds them first, so that large ones stay whole.
    ///
    /// Inside it fewest racks are used. Of an UltraServer of Trn2 the members are whole nodes, in the sets that its ring allows.
    /// - Complexity: O(blocks in enclosures of the sort), again for each enclosure that proves fuller than its hints say.
    func place(
        inOne sort: Enclosure, _ members: Int, _ request: ClaimRequest, among choice: NodeSet?, _ claimer: inout Claimer,
        _ claims: inout [Claim]
    ) -> Refusal? {
        guard request.share.isNone else { return .neverFits }
        guard sort != .node else { return place(onOneNode: members, request, among: choice, &claimer, &claims) }
        var refusal = Refusal.neverFits
        // From the least room to the most; the last one tried is remembered, so that each is tried once.
        var last = (room: members &- 1, number: Int.max)
        while let next = nextEnclosure(sort, after: last, members, request, among: choice, claimer, &refusal) {
            last = next
            if place(members, in: next.number, sort, request, among: choice, &claimer, &claims) { return nil }
        }
        return refusal
    }

    /// The enclosure with the least room above a limit; of several the first after the last one.
    /// - Parameter refusal: made stronger by what keeps the others from holding the members.
    private func nextEnclosure(
        _ sort: Enclosure, after last: (room: Int, number: Int), _ members: Int, _ request: ClaimRequest, among choice: NodeSet?,
        _ claimer: Claimer, _ refusal: inout Refusal
    ) -> (room: Int, number: Int)? {
        var best: (room: Int, number: Int)?
        for number in Int(enclosureStarts[sort.rawValue])..<Int(enclosureStarts[sort.rawValue &+ 1]) {
            guard let room = room(of: number, sort, members, request, among: choice) else { continue }
            refusal = refusal.stronger(.room)
            guard (room, number) > last, (room, number) < best ?? (Int.max, Int.max) else { continue }
            if lacksWatts(number, members, request, claimer) {
                refusal = .power
                continue
            }
            best = (room, number)
            // None can be tighter.
            if room == members { break }
        }
        return best
    }

    /// The members that an enclosure may hold; nil where it has no nodes for them, or links them in no such number.
    private func room(
        of number: Int, _ sort: Enclosure, _ members: Int, _ request: ClaimRequest, among choice: NodeSet?
    ) -> Int? {
        var sum: Int?
        for piece in pieces(of: number) {
            guard let search = search(request, onPiece: piece) else { continue }
            if sort == .link, !canLink(members, Int(request.count), search.type) { return nil }
            sum = (sum ?? 0) &+ room(ofPiece: piece, search, among: choice)
        }
        return sum
    }

    private func pieces(of number: Int) -> Range<Int> {
        Int(enclosures[number].firstPiece)..<Int(enclosures[number].firstPiece &+ enclosures[number].pieceCount)
    }

    private func search(_ request: ClaimRequest, onPiece piece: Int) -> Search? {
        let type = Int(blocks[Int(pieces[piece].block)].type)
        return serves(request, type) ? search(request, on: type) : nil
    }

    private func serves(_ request: ClaimRequest, _ type: Int) -> Bool {
        request.kind < 0 ? !layout.fleet.types[type].isMirror : request.kind == types[type].kind
    }

    /// Whether the rule of the type lets so many members be linked at all.
    private func canLink(_ members: Int, _ count: Int, _ type: Int) -> Bool {
        let sizes = types[type].nodeSetSizes
        return sizes == 0 || members == 1 || members < 32 && sizes >> UInt32(members) & 1 == 1 && count == Int(types[type].width)
    }

    private func room(ofPiece piece: Int, _ search: Search, among choice: NodeSet?) -> Int {
        let block = Int(pieces[piece].block)
        let nodes = pieces[piece].nodes & eligible(block, search, among: choice)
        return held(nodes, of: block, below: Int(pieces[piece].leaf), search)
    }

    /// Whether what stands above an enclosure has not the watts of all members. Asked where all of it draws from the same domains.
    private func lacksWatts(_ number: Int, _ members: Int, _ request: ClaimRequest, _ claimer: Claimer) -> Bool {
        let pieces = pieces(of: number)
        guard let first = pieces.first, let search = search(request, onPiece: first) else { return false }
        let (middle, pool) = (blocks[Int(self.pieces[first].block)].middle, blocks[Int(self.pieces[first].block)].pool)
        for piece in pieces.dropFirst() {
            let block = Int(self.pieces[piece].block)
            guard blocks[block].middle == middle, blocks[block].pool == pool, blocks[block].type == search.type else { return false }
        }
        let watts = search.milliwatts &* Int64(members)
        if middle >= 0, Int64(bitPattern: headrooms.load(Int(middle))) < watts { return true }
        return power.lacking(Int(pool), watts, claimer.number) >= 0
    }

    private func place(
        _ members: Int, in number: Int, _ sort: Enclosure, _ request: ClaimRequest, among choice: NodeSet?, _ claimer: inout Claimer,
        _ claims: inout [Claim]
    ) -> Bool {
        let first = claims.count
        if sort == .link, members > 1, let search = search(request, onPiece: Int(enclosures[number].firstPiece)),
            types[search.type].nodeSetSizes != 0
        {
            return place(nodeSetOf: members, in: number, search, among: choice, &claimer, &claims)
        }
        var row = RackRow(blocks: 0..<0)
        for piece in pieces(of: number) {
            if let search = search(request, onPiece: piece) { row.add(room(ofPiece: piece, search, among: choice)) }
        }
        let end = first &+ members
        while claims.count < end, let size = row.nextSize(for: end &- claims.count) {
            let isLast = size >= end &- claims.count
            for piece in pieces(of: number) where claims.count < end && (isLast || end &- claims.count > size) {
                guard let search = search(request, onPiece: piece),
                    min(room(ofPiece: piece, search, among: choice), RackRow.rackMax) == size
                else { continue }
                let block = Int(pieces[piece].block)
                fill(pieces[piece].nodes & eligible(block, search, among: choice), of: block, search, until: end, &claimer, &claims)
            }
            if isLast || end &- claims.count > size { row.remove(size) }
        }
        if claims.count == end { return true }
        giveBack(&claims, to: first, &claimer)
        return false
    }

    /// Whole nodes of an UltraServer in one of the sets that its links allow.
    private func place(
        nodeSetOf members: Int, in link: Int, _ search: Search, among choice: NodeSet?, _ claimer: inout Claimer, _ claims: inout [Claim]
    ) -> Bool {
        let first = claims.count
        for set in NodeSets.sets(of: members) where set < 1 << enclosures[link].nodeCount {
            var rest = set
            while rest != 0 {
                let node = Int(nodesOfLinks[Int(enclosures[link].firstNode) &+ rest.trailingZeroBitCount])
                guard (choice?.masks[blockOf(node)] ?? ~0) & nodeBit(node) != 0,
                    takeMember(node, class: classNow(node), search, &claimer, &claims)
                else { break }
                rest &= rest &- 1
            }
            if rest == 0 { return true }
            giveBack(&claims, to: first, &claimer)
        }
        return false
    }

    // MARK: One node

    /// Places all members on one node, the one with the least room that holds them.
    private func place(
        onOneNode members: Int, _ request: ClaimRequest, among choice: NodeSet?, _ claimer: inout Claimer, _ claims: inout [Claim]
    ) -> Refusal? {
        let (first, kind) = (claims.count, Int(request.kind) &+ 1)
        var refusal = Refusal.neverFits
        for entry in Int(typeStarts[kind])..<Int(typeStarts[kind &+ 1]) {
            guard let search = search(request, on: Int(typeOrder[entry])), members <= capacityMax(search) else { continue }
            refusal = refusal.stronger(.room)
            var row = RackRow(blocks: 0..<0)
            eachNode(search, among: choice) { _, room in
                row.add(room)
                return false
            }
            while let size = row.nextSize(for: members), size >= min(members, RackRow.rackMax) {
                let end = first &+ members
                eachNode(search, among: choice) { node, room in
                    guard min(room, RackRow.rackMax) == size else { return false }
                    fill(node, class: classNow(node), search, until: end, &claimer, &claims)
                    if claims.count < end { giveBack(&claims, to: first, &claimer) }
                    return claims.count == end
                }
                if claims.count == end { return nil }
                row.remove(size)
            }
        }
        return refusal
    }

    /// Visits the nodes of a search with their room, until one says that it is done.
    private func eachNode(_ search: Search, among choice: NodeSet?, _ visit: (Int, Int) -> Bool) {
        let range = Int(types[search.type].firstCell)..<Int(types[search.type].firstCell &+ types[search.type].cellCount)
        for cell in range where cellHas(search.request.label, cell) {
            for block in Int(cells[cell].firstBlock)..<Int(cells[cell].firstBlock &+ cells[cell].blockCount) {
                var nodes = eligible(block, search, among: choice)
                while nodes != 0 {
                    let node = block << 6 | nodes.trailingZeroBitCount
                    let leaf = Int(blocks[block].firstLeaf) &+ DeviceWord(bits: self.nodes.load(node &* 2)).leaf
                    if visit(node, held(nodes & (~nodes &+ 1), of: block, below: blocks[block].leafCount == 0 ? -1 : leaf, search)) {
                        return
                    }
                    nodes &= nodes &- 1
                }
            }
        }
    }
}
