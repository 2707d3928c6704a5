import BerthModel

/// What is said of parts of boards.
extension Explanation {
    /// Boards that have no room for a part, and why: taken whole, or full of other parts.
    func partShortage(_ placer: Placer, _ kind: KindName, _ partition: PartitionRequest) -> Shortage {
        var counting = placer
        let members = request.members.count
        let have = counting.room()
        counting.engine.power.settle()
        let nodes = placer.candidates.filter { placer.isAdmitting($0) && placer.group(of: $0)?.sharing != nil }
        let boards = nodes.reduce(0) { $0 + (placer.group(of: $1)?.installed.nonzeroBitCount ?? 0) }
        let shared = nodes.reduce(0) { $0 + placer.engine.sharedBoards(placer.position(on: $1)) }
        let free = nodes.reduce(0) { $0 + placer.freeDevices(on: $1).nonzeroBitCount }
        let whole = boards - shared - free
        let isScattered = nodes.contains { host in
            placer.need.map { placer.engine.hasScatteredRoom(for: $0.share, placer.position(on: host)) } ?? false
        }
        let what = members > 1 ? "\(have) of \(members) parts (\(partition)) fit" : "no board has room for a part (\(partition))"
        let others =
            shared == 0
            ? "" : isScattered ? ", \(shared) shared, some with the slices but not side by side" : ", \(shared) shared and too full"
        return Shortage(
            isScattered ? .waitingForTopology : .waitingForAccelerators, need: members, have: have, unit: "devices", domain: kind.text,
            message: "\(what): of \(boards) x \(kind) that can be cut \(whole) are taken whole\(others)")
    }

    /// A part that no board of the nodes can be cut into.
    func uncuttable(_ placer: Placer, _ candidates: [Int]) -> Shortage? {
        guard let kind = placer.kind, let partition = placer.alternative.partition else { return nil }
        guard !candidates.contains(where: { placer.group(of: $0)?.sharing?.share(partition) != nil }) else { return nil }
        return Shortage(
            .neverFits, need: 1, have: 0, unit: "devices", domain: kind.text,
            message: "no board of \(kind) that the job may have can be cut into parts (\(partition))")
    }
}
