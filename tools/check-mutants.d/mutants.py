"""The bugs that tools/check-mutants plants."""
from dataclasses import dataclass

NODE = "Engine/PlacementEngine+Node.swift"
PART = "Engine/PlacementEngine+Part.swift"
GANG = "Engine/PlacementEngine+Gang.swift"
CLAIM = "Engine/PlacementEngine+Claim.swift"
SHARE = "Engine/PlacementEngine+Share.swift"
CHANGE = "Engine/PlacementEngine+Change.swift"
INDEX = "Index/PlacementEngine+Index.swift"
BOARD = "Engine/PlacementEngine+Board.swift"
SEARCH = "Engine/PlacementEngine+Search.swift"
POWER = "Index/PlacementEngine+Power.swift"
ESCROW = "Escrow/Escrow.swift"


@dataclass
class Mutant:
    name: str
    file: str
    text: str
    replacement: str
    scenarios: tuple = ()
    # Claimers and operations to walk, smallest first.
    sizes: tuple = ((2, 1), (2, 2))


MUTANTS = [
    Mutant(
        "rollback-of-middle", NODE,
        "        if middle >= 0 { giveMiddle(middle, milliwatts) }\n"
        "        if leafWord >= 0 { giveLeaf(leafWord, milliwatts, block, leaf) }\n"
        "        return failed",
        "        if leafWord >= 0 { giveLeaf(leafWord, milliwatts, block, leaf) }\n"
        "        return failed",
        ("hall-bound",)),
    Mutant(
        "rollback-of-leaf", NODE,
        "            if leafWord >= 0 { giveLeaf(leafWord, milliwatts, block, leaf) }\n"
        "            return .middleEmpty",
        "            return .middleEmpty",
        ("row-bound",)),
    Mutant(
        "rollback-of-watts", NODE,
        "        guard left > 0 else {\n"
        "            giveWatts(search.milliwatts, node, word.leaf, claimer.number)\n",
        "        guard left > 0 else {\n",
        ("shared-rack", "fill")),
    Mutant(
        "rollback-of-devices", NODE,
        "            _ = giveDevices(node, devices, type)\n"
        "            giveWatts",
        "            giveWatts",
        ("cores",)),
    Mutant(
        "rollback-of-agency", CLAIM,
        "        agencies.give(Int(request.agency), charge, claimer.number)\n"
        "        return refusal",
        "        return refusal",
        ("shared-rack",)),
    Mutant(
        "watts-off-by-one", NODE,
        "giveWatts(Int64(claim.milliwatts), node, word.leaf",
        "giveWatts(Int64(claim.milliwatts) &- 1, node, word.leaf",
        ("shared-rack",)),
    Mutant(
        "watts-before-devices", NODE,
        "        let word = giveDevices(node, claim.devices, Int(blocks[blockOf(node)].type))\n"
        "        giveWatts(Int64(claim.milliwatts), node, word.leaf, claimer.number)\n",
        "        giveWatts(Int64(claim.milliwatts), node, DeviceWord(bits: nodes.load(node &* 2)).leaf, claimer.number)\n"
        "        _ = giveDevices(node, claim.devices, Int(blocks[blockOf(node)].type))\n",
        ("shared-rack", "rack-bound")),
    Mutant(
        "unfile-without-rereading", INDEX,
        "        if classNow(node) == stale { setClass(node, stale, blockOf(node), leaf) }\n",
        "",
        ("shared-rack", "collide")),
    Mutant(
        "clear-block-without-rereading", INDEX,
        "        if hints.load(Int(blocks[block].hints) &+ number) != 0 {\n"
        "            _ = hints.set(word, bit)",
        "        if false {\n"
        "            _ = hints.set(word, bit)",
        ("collide", "shared-rack")),
    Mutant(
        "clear-block-without-joining", INDEX,
        "            joinAll(Int(blocks[block].cell), 1 << UInt64(number), upTo: Int(blocks[block].top))\n",
        "",
        ("come-and-go",), ((3, 2),)),
    Mutant(
        "refile-once", INDEX,
        "        if classNow(node) != new { refileAgain(node, from: new, block, leaf) }\n",
        "",
        ("hall-bound", "cores")),
    Mutant(
        "disjoin-without-rereading", INDEX,
        "            if holds(cell, number, step) { _ = hints.set(word, 1 << UInt64(number)) }\n",
        "",
        ("shared-rack", "rack-bound", "fill")),
    Mutant(
        "join-highest-only", INDEX,
        "        for bucket in 0...top { all &= hints.load(base &+ bucket) }",
        "        all &= hints.load(base &+ top)",
        ("shared-rack", "collide", "fill")),
    Mutant(
        "withdraw-without-rereading", POWER,
        "        if powered(block, bucket) != 0, self.bucket(ofMiddle: block) >= bucket {\n",
        "        if bucket < 0 {\n",
        ("shared-rack", "row-bound", "raise")),
    Mutant(
        "lower-without-rereading", POWER,
        "            if PowerBucket.of(left) >= step {",
        "            if false {",
        ("shared-rack", "rack-bound", "raise")),
    Mutant(
        "raise-one-bucket-short", POWER,
        "        setPower(block, nodesOfLeaves[Int(blocks[block].firstLeaf) &+ leaf], old &+ 1...new)\n",
        "        if new > old &+ 1 { setPower(block, nodesOfLeaves[Int(blocks[block].firstLeaf) &+ leaf], "
        "old &+ 1...new &- 1) }\n",
        ("shared-rack", "rack-bound")),
    Mutant(
        "raise-without-joining", POWER,
        "        join(Int(blocks[block].cell), classes(of: nodes, in: block), upTo: last)\n",
        "",
        ("shared-rack", "rack-bound", "raise")),
    Mutant(
        "set-class-without-cell", INDEX,
        "        if hints.load(inCell) & bit == 0 { _ = hints.set(inCell, bit) }\n",
        "",
        ("collide",)),
    Mutant(
        "gang-keeps-a-part", GANG,
        "since: endings) {\n"
        "                giveBack(&claims, to: first, &claimer)\n",
        "since: endings) {\n",
        ("gang",)),
    Mutant(
        "gang-charged-twice", GANG,
        "            claims.append(claim)\n"
        "            return true\n",
        "            claims.append(claim)\n"
        "            _ = agencies.take(agency, charge, claimer.number)\n"
        "            return true\n",
        ("gang",)),
    Mutant(
        "opened-although-closed", ESCROW,
        "            guard !seen.isClosed, seen.amount &+ amount",
        "            guard seen.amount &+ amount",
        ("lower-site", "lower-hall-twice")),
    Mutant(
        "take-back-opens", ESCROW,
        "                while seen.amount > 0 {\n"
        "                    // A closed word stays closed: opened, it would take in the next release while the shared word is "
        "negative.\n"
        "                    if credits.exchange(own, &seen.bits, seen.adding(0 &- seen.amount).bits) {\n",
        "                while true {\n"
        "                    if credits.exchange(own, &seen.bits, 0) {\n",
        ("lower-site",)),
    Mutant(
        "epoch-stays", "Words/CreditWord.swift",
        "(bits & CreditWord.epochBits &+ CreditWord.epochUnit) & CreditWord.epochBits",
        "bits & CreditWord.epochBits",
        ("lower-hall-twice", "lower-site")),
    Mutant(
        "never-takes-back", ESCROW,
        "            if failed < 0 || !takeBack(under: failed, need: amount) { break }",
        "            if failed < 0 { break }",
        ("hall-bound",)),
    Mutant(
        "lowers-without-closing", CHANGE,
        "        if after < 0 { power.close(under: word) }\n",
        "",
        ("lower-site", "lower-hall-twice")),
    Mutant(
        "chain-rolled-back-short", ESCROW,
        "            for taken in 0..<level {",
        "            for taken in 1..<max(1, level) {",
        ("lower-site",)),
    Mutant(
        "label-unchecked", NODE,
        "        guard word.admits(request.label) else { return .short }\n",
        "",
        ("label",)),
    Mutant(
        "admission-unchecked", NODE,
        "            guard word.admits(label), word.free & devices == devices else { return 0 }",
        "            guard word.free & devices == devices else { return 0 }",
        ("drain", "label")),
    Mutant(
        "freed-unchecked", NODE,
        "            guard word.admits(label), word.free & devices == devices else { return 0 }",
        "            guard word.admits(label) else { return 0 }",
        ("fill", "collide")),
    Mutant(
        "cores-alone-do-not-look-again", NODE,
        "        if devices == 0, !DeviceWord(bits: nodes.load(base)).admits(request.label) {",
        "        if false {",
        ("label",)),
    Mutant(
        "class-not-updated", NODE,
        "word.replacing(free: free, class: left).bits",
        "word.replacing(free: free, class: Int(word.bits >> DeviceWord.classShift)).bits",
        ("shared-rack",)),
    Mutant(
        "wrong-numa-half", "Engine/SideSplit.swift",
        "let numaNode = here == 0 ? 1 : 0",
        "let numaNode = here == 0 ? 0 : 1",
        ()),
    Mutant(
        "slot-closed-core-kept", PART,
        "            if next.eighths(of: core % CoreWord.coresMax) == 0 { giveSides",
        "            if next.eighths(of: core % CoreWord.coresMax) == 8 { giveSides",
        ("parts",)),
    Mutant(
        "slot-opened-without-a-core", PART,
        "hasCore || takeSides(node, whole) else {",
        "hasCore || takeSides(node, whole) || true else {",
        ("parts",)),
    Mutant(
        "ordering-of-loads", "Unsafe/AtomicWords.swift",
        "return unsafe base[index].load(ordering: .sequentiallyConsistent)",
        "return unsafe base[index].load(ordering: .relaxed)",
        ()),
    Mutant(
        "ceiling-not-raised", POWER,
        "        raiseCeiling(block, min(after, middleLeft(block)))\n",
        "",
        ("ceiling-rack",), ((2, 1), (2, 4))),
    Mutant(
        "ceiling-not-raised-for-what-was-held-back", POWER,
        "                if left > before, left < after { raiseCeiling(block, left) }\n",
        ""),
    Mutant(
        "filed-above-the-ceiling", POWER,
        "        raiseCeiling(block, left)\n        return bucket",
        "        return bucket",
        ("ceiling", "ceiling-rack", "row-and-racks")),
    Mutant(
        "middle-raised-without-joining", POWER,
        "                joinBlock(block, bucket)\n",
        "",
        ("row-bound",)),
    Mutant(
        "label-not-filed", CHANGE,
        "            offerLabel(of: node)\n",
        "",
        ("label",)),
    Mutant(
        "board-closed-device-kept", SHARE,
        "            leaf = giveDevices(node, claim.devices, type).leaf\n",
        "",
        ("instances",)),
    Mutant(
        "board-closed-watts-kept", SHARE,
        "            milliwatts &+= types[type].partitions.boardMilliwatts\n",
        "",
        ("instances",)),
    Mutant(
        "board-room-not-offered", BOARD,
        "        offerRooms(of: node, board: board, type)\n        if before & ~after",
        "        if before & ~after",
        ("instances",), ((2, 1), (2, 4))),
    Mutant(
        "board-room-withdrawn-for-good", BOARD,
        "            if roomsNow(of: node, type) >> UInt64(room) & 1 == 1 {\n                offer",
        "            if roomsNow(of: node, type) >> UInt64(room) & 1 == 2 {\n                offer",
        ("instances-spill", "instances")),
    Mutant(
        "block-ceiling-not-raised", POWER,
        "        raise(Int(blocks[block].ceilings) &+ bucket, milliwatts)\n",
        "",
        ("ceiling", "ceiling-rack", "row-and-racks")),
    Mutant(
        "blocks-passed-by-in-the-second-sweep", SEARCH,
        "                if sweep.tried >> UInt64(blocks[block].bit) & 1 == 1 { slots &= ~powered(block, sweep.bucket &+ 1) }\n",
        "                slots &= ~powered(block, sweep.bucket &+ 1)\n"),
    Mutant(
        "media-engines-given-twice", "Shapes/PartitionTable.swift",
        "            !(entry.hasMedia && board.hasMedia)\n",
        "            true\n"),
    Mutant(
        "pair-off-the-ring", "Shapes/NodeSets.swift",
        "0b0101, 0b1010",
        "0b0101, 0b1001"),
]
