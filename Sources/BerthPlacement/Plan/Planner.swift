import BerthModel

/// Chooses where members go on a copy of the core's words. It reserves nothing: the copy is its own.
///
/// Plain scans over the candidate nodes; complexity is stated in nodes of the fleet (N) and members (M).
struct Planner {
    let layout: FleetLayout
    let need: MemberNeed
    /// Positions of the nodes that the request allows and that have a group of the kind.
    let candidates: [Int]
    var words: [UInt64]

    init(_ layout: FleetLayout, _ request: PlacementRequest, _ alternative: PlacementRequest.Alternative, words: [UInt64]) {
        self.layout = layout
        need = MemberNeed(request, alternative)
        self.words = words
        candidates = layout.nodes.indices.filter { index in
            let node = layout.nodes[index]
            guard request.nodeList.isEmpty || request.nodeList.contains(node.name), !request.exclude.contains(node.name) else {
                return false
            }
            return node.groupIndex(of: alternative.kind) != nil
        }
    }

    // MARK: One node

    func group(of node: Int) -> GroupLayout {
        guard let index = layout.nodes[node].groupIndex(of: need.kind) else { preconditionFailure("node \(node) is no candidate") }
        return layout.nodes[node].groups[index]
    }

    func headroom(_ domain: Int) -> Int64 { HeadroomWord(bits: words[layout.headroomWords.lowerBound + domain]).milliwatts }

    func hasPower(_ node: Int) -> Bool {
        let watts = layout.nodes[node].watts(of: need)
        return layout.nodes[node].path.allSatisfy { headroom($0) >= watts }
    }

    func isAdmitting(_ node: Int) -> Bool { NodeWord(bits: words[group(of: node).word]).isAdmitting }

    /// Disjoint legal sets among the free devices; unbounded for a job on cores only.
    func freeSets(on node: Int) -> Int {
        guard need.count > 0 else { return .max }
        let group = group(of: node)
        return group.sets.count(of: need.count, in: NodeWord(bits: words[group.word]).free)
    }

    /// Shares of cores of the size asked.
    func freeCoreShares(on node: Int) -> Int {
        if need.takesPartOfACore {
            return layout.nodes[node].numaNodes.reduce(0) { sum, numaNode in
                numaNode.coreWords.reduce(sum) { $0 + CoreWord(bits: words[$1]).parts(of: need.eighths) }
            }
        }
        return freeCores(on: node) / need.wholeCores
    }

    func freeCores(on node: Int) -> Int {
        layout.nodes[node].numaNodes.reduce(0) { sum, numaNode in
            numaNode.coreWords.reduce(sum) { $0 + CoreWord(bits: words[$1]).freeCores }
        }
    }

    func freeMebibytes(on node: Int) -> Int {
        layout.nodes[node].numaNodes.reduce(0) { $0 + $1.mebibytes - MemoryWord(bits: words[$1.memoryWord]).taken }
    }

    /// How many members the node holds, power aside.
    func capacity(of node: Int) -> Int {
        guard isAdmitting(node) else { return 0 }
        let cores = min(freeSets(on: node), freeCoreShares(on: node))
        return need.mebibytes == 0 ? cores : min(cores, freeMebibytes(on: node) / need.mebibytes)
    }

    func fits(_ node: Int) -> Bool { hasPower(node) && capacity(of: node) > 0 }

    /// Nil when the member does not fit the node.
    func score(_ node: Int) -> NodeScore? {
        guard fits(node) else { return nil }
        let group = group(of: node)
        let free = NodeWord(bits: words[group.word]).free
        guard let set = group.choose(need.count, from: free) else { return nil }
        // A job on cores only goes where it keeps the fewest devices from having cores.
        let freeDevices =
            need.count > 0
            ? (free & ~set).nonzeroBitCount
            : layout.nodes[node].groups.reduce(0) { $0 + NodeWord(bits: words[$1.word]).free.nonzeroBitCount }
        return NodeScore(
            straddled: group.straddled(by: set), freeDevices: freeDevices, freeEighths: freeCores(on: node) * CoreWord.whole - need.eighths,
            node: node)
    }

    /// - Complexity: O(nodes).
    func best(among nodes: [Int]) -> Int? { nodes.lazy.compactMap { score($0) }.min()?.node }

    // MARK: All members

    /// Where all members go, in the order of `members`; nil when they do not all fit, and then the words are as before.
    ///
    /// First packed onto few places; where that fails, cheapest watts first. The second holds as many members as any choice can as
    /// long as power domains nest (an exchange argument: in the smallest full domain the dearer member gives way to the cheaper
    /// one), so a gang is refused only when it does not fit.
    mutating func place(_ members: [Int]) -> [MemberPlacement]? {
        if members.count == 1 { return best(among: candidates).map { [take(members[0], on: $0)] } }
        let before = words
        if let placements = place(members, on: packedOrder(for: members.count)) { return placements }
        words = before
        if let placements = place(members, on: cheapestOrder()) { return placements }
        words = before
        return nil
    }

    private mutating func place(_ members: [Int], on nodes: [Int]) -> [MemberPlacement]? {
        var placements: [MemberPlacement] = []
        for node in nodes {
            while placements.count < members.count, fits(node) { placements.append(take(members[placements.count], on: node)) }
        }
        return placements.count == members.count ? placements : nil
    }

    /// How many members fit, counted up to `limit`. The words are used up.
    mutating func count(upTo limit: Int) -> Int {
        var count = 0
        for node in cheapestOrder() {
            while count < limit, fits(node) {
                _ = take(0, on: node)
                count += 1
            }
        }
        return count
    }
}
