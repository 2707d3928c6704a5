/// Gangs that must stand in one link domain: the nodes of an NVL72, of a Trn2 UltraServer, of a Trn3 server rack.
extension PlacementEngine {
    /// Places all members in one link domain, or none: the fullest domain that holds them first, so that large domains stay whole.
    ///
    /// Of a domain whose links join all nodes any of them serve, and fewest racks are used, for links between racks are slower. Of an
    /// UltraServer of Trn2 the members are whole nodes, in the sets that its ring allows.
    func place(
        togetherAll members: Int, _ request: ClaimRequest, _ claimer: inout Claimer, _ claims: inout [Claim]
    ) -> Refusal? {
        var refusal = Refusal.neverFits
        let kind = Int(request.kind) &+ 1
        for entry in Int(typeStarts[kind])..<Int(typeStarts[kind &+ 1]) {
            let type = Int(typeOrder[entry])
            guard request.share.isNone, let search = search(request, on: type), canLink(members, Int(request.count), type) else { continue }
            // From the least room to the most; the last one tried is remembered, so that each is tried once.
            var last = (room: members &- 1, link: Int.max)
            while let next = nextLink(after: last, search) {
                last = next
                if place(members, in: next.link, search, &claimer, &claims) { return nil }
            }
            refusal = refusal.stronger(.room)
        }
        return refusal
    }

    /// Whether the rule of the type lets so many members be linked at all.
    private func canLink(_ members: Int, _ count: Int, _ type: Int) -> Bool {
        let sizes = types[type].nodeSetSizes
        return sizes == 0 || members == 1 || members < 32 && sizes >> UInt32(members) & 1 == 1 && count == Int(types[type].width)
    }

    /// The link domain with the least room above a limit; of several the first after the last one.
    private func nextLink(after last: (room: Int, link: Int), _ search: Search) -> (room: Int, link: Int)? {
        var best: (room: Int, link: Int)?
        for link in Int(linkStarts[search.type])..<Int(linkStarts[search.type &+ 1]) {
            let room = room(of: link, search)
            guard (room, link) > last, (room, link) < best ?? (Int.max, Int.max) else { continue }
            best = (room, link)
        }
        return best
    }

    private func room(of link: Int, _ search: Search) -> Int {
        let racks = Int(links[link].firstRack)..<Int(links[link].firstRack &+ links[link].rackCount)
        return racks.reduce(0) { $0 &+ room(ofRack: $1, search) }
    }

    /// The members that one rack of a link domain may hold, several on a node where they fit.
    private func room(ofRack rack: Int, _ search: Search) -> Int {
        let block = Int(racksOfLinks[rack].block)
        guard blockHas(search.request.label, block) else { return 0 }
        return held(racksOfLinks[rack].nodes & powered(block, search.bucket), of: block, below: Int(racksOfLinks[rack].leaf), search)
    }

    private func place(
        _ members: Int, in link: Int, _ search: Search, _ claimer: inout Claimer, _ claims: inout [Claim]
    ) -> Bool {
        let first = claims.count
        if types[search.type].nodeSetSizes != 0, members > 1 {
            return place(nodeSetOf: members, in: link, search, &claimer, &claims)
        }
        var untried = UInt64.max
        while claims.count &- first < members, let rack = nextRack(of: link, members &- (claims.count &- first), search, untried) {
            untried &= ~(1 << UInt64(rack &- Int(links[link].firstRack)))
            var nodes = racksOfLinks[rack].nodes
            while nodes != 0, claims.count &- first < members {
                let node = Int(racksOfLinks[rack].block) << 6 | nodes.trailingZeroBitCount
                if !takeMember(node, class: classNow(node), search, &claimer, &claims) { nodes &= nodes &- 1 }
            }
        }
        if claims.count &- first == members { return true }
        while claims.count > first { release(claims.removeLast(), by: &claimer) }
        return false
    }

    /// The rack of a link domain with the least room for all that are missing; the one with the most where none has it.
    private func nextRack(of link: Int, _ missing: Int, _ search: Search, _ untried: UInt64) -> Int? {
        var best: (rack: Int, room: Int)?
        for rack in Int(links[link].firstRack)..<Int(links[link].firstRack &+ links[link].rackCount)
        where untried >> UInt64(rack &- Int(links[link].firstRack)) & 1 == 1 {
            let room = room(ofRack: rack, search)
            let known = best?.room ?? -1
            let isBetter = room >= missing ? known < missing || room < known : room > known
            if isBetter { best = (rack, room) }
        }
        return best?.rack
    }

    /// Whole nodes of an UltraServer in one of the sets that its links allow.
    private func place(
        nodeSetOf members: Int, in link: Int, _ search: Search, _ claimer: inout Claimer, _ claims: inout [Claim]
    ) -> Bool {
        let first = claims.count
        for set in NodeSets.sets(of: members) where set < 1 << links[link].nodeCount {
            var rest = set
            while rest != 0 {
                let node = Int(nodesOfLinks[Int(links[link].firstNode) &+ rest.trailingZeroBitCount])
                guard takeMember(node, class: classNow(node), search, &claimer, &claims) else { break }
                rest &= rest &- 1
            }
            if rest == 0 { return true }
            while claims.count > first { release(claims.removeLast(), by: &claimer) }
        }
        return false
    }
}
