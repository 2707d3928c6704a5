import BerthModel
import BerthPlacement
import BerthPolicy
import Testing

@Suite("Agency limits")
struct UsageBookTests {
    private let h200 = KindName(literal: "h200")
    private let parent = AgencyName(literal: "commerce")
    private let child = AgencyName(literal: "noaa")

    private func book() -> UsageBook {
        UsageBook(
            Policy(agencies: [
                parent: Policy.Agency(deviceLimits: [h200: 10], powerLimit: Watts(5000)),
                child: Policy.Agency(parent: parent, deviceLimits: [h200: 8], jobLimit: 2),
            ]))
    }

    private func members(_ devices: Int, watts: Int) -> [MemberPlacement] {
        [
            MemberPlacement(
                member: 0, node: NodeName(literal: "n"), kind: h200, devices: Array(0..<devices), cores: [], memory: [], watts: Watts(watts)
            )
        ]
    }

    @Test("what an agency holds counts for those above it, and giving it back leaves nothing")
    func totals() {
        var book = book()
        book.add(members(4, watts: 1000), of: book.number(of: child))
        book.add(members(3, watts: 500), of: book.number(of: parent))
        #expect(book[child].thousandths[h200] == 4000 && book[parent].thousandths[h200] == 7000 && book[parent].watts == Watts(1500))
        book.remove(members(4, watts: 1000), of: book.number(of: child))
        #expect(book[child].thousandths[h200] == 0 && book[child].watts == .zero && book[parent].thousandths[h200] == 3000)
    }

    @Test("the nearest limit that is short is named, with its figures")
    func blockers() {
        var book = book()
        book.add(members(6, watts: 4000), of: book.number(of: parent))
        let (child, h200) = (book.number(of: child), Resource.devices(h200))
        #expect(book.refusal(child, h200, need: 4000) == nil)
        let blocker = book.refusal(child, h200, need: 5000).map { book.blocker($0) }
        #expect(blocker?.domain == "commerce" && blocker?.need == 5 && blocker?.have == 4)
        #expect(book.refusal(child, h200, need: 9000).map { book.blocker($0) }?.domain == "noaa")
        #expect(book.refusal(child, .power, need: 1_000_000) == nil)
        #expect(book.refusal(child, .power, need: 1_000_001).map { book.blocker($0) }?.have == 1000)
    }

    @Test("a part of a board counts as what it is of a device, and as its share of the board's watts")
    func parts() throws {
        let kind = try Catalogue.shipped.kind(h200)
        var book = book()
        var member = members(1, watts: 4)[0]
        let part = PartitionRequest.mig("1g.18gb")
        member.part = .init(
            partition: part, start: 6, thousandths: try #require(part.thousandths(of: kind)), boardWatts: part.boardWatts(of: kind))
        book.add(Array(repeating: member, count: 7), of: book.number(of: child))
        #expect(book[child].thousandths[h200] == 7 * 143)
        // Seven instances of a board are no more than the board: 605 W above idle.
        #expect(book[child].watts <= Watts(7 * 4 + 605) && book[child].watts > Watts(7 * 4 + 604))
        let blocker = book.refusal(book.number(of: child), .devices(h200), need: 7000).map { book.blocker($0) }
        #expect(blocker?.message == "agency noaa holds 1.001 of its 8 h200, this job needs 7" && blocker?.have == 6)
        #expect(PartitionRequest.thousandths(100, memory: .mebibytes(72_192)).thousandths(of: kind) == 500)
    }

    @Test("a job above a limit by itself, and more jobs than an agency may have, are refused")
    func admission() {
        var book = book()
        let (child, parent) = (book.number(of: child), book.number(of: parent))
        #expect(throws: BerthError.self) { try book.admitEver(child, kind: h200, thousandths: 9000, watts: .zero) }
        #expect(throws: BerthError.self) { try book.admitEver(child, kind: nil, thousandths: 0, watts: Watts(5001)) }
        #expect(throws: Never.self) { try book.admitEver(child, kind: h200, thousandths: 8000, watts: Watts(5000)) }
        book.addJobs(1, of: child, user: 1)
        #expect(throws: Never.self) { try book.admitJobs(1, of: child, user: 1) }
        #expect(throws: BerthError.self) { try book.admitJobs(2, of: child, user: 1) }
        #expect(throws: Never.self) { try book.admitJobs(9, of: parent, user: 1) }
    }
}
