import BerthModel
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
        book.add(members(4, watts: 1000), of: child)
        book.add(members(3, watts: 500), of: parent)
        #expect(book[child].devices[h200] == 4 && book[parent].devices[h200] == 7 && book[parent].watts == Watts(1500))
        book.remove(members(4, watts: 1000), of: child)
        #expect(book[child].devices[h200] == 0 && book[child].watts == .zero && book[parent].devices[h200] == 3)
    }

    @Test("the nearest limit that is short is named, with its figures")
    func blockers() {
        var book = book()
        book.add(members(6, watts: 4000), of: parent)
        #expect(book.deviceBlocker(child, kind: h200, count: 4) == nil)
        let blocker = book.deviceBlocker(child, kind: h200, count: 5)
        #expect(blocker?.domain == "commerce" && blocker?.need == 5 && blocker?.have == 4)
        #expect(book.deviceBlocker(child, kind: h200, count: 9)?.domain == "noaa")
        #expect(book.powerBlocker(child, watts: Watts(1000)) == nil && book.powerBlocker(child, watts: Watts(1001))?.have == 1000)
    }

    @Test("a job above a limit by itself, and more jobs than an agency may have, are refused")
    func admission() {
        var book = book()
        #expect(throws: BerthError.self) { try book.admitEver(child, kind: h200, devices: 9, watts: .zero) }
        #expect(throws: BerthError.self) { try book.admitEver(child, kind: nil, devices: 0, watts: Watts(5001)) }
        #expect(throws: Never.self) { try book.admitEver(child, kind: h200, devices: 8, watts: Watts(5000)) }
        book.addJobs(1, of: child)
        #expect(throws: Never.self) { try book.admitJobs(1, of: child) }
        #expect(throws: BerthError.self) { try book.admitJobs(2, of: child) }
        #expect(throws: Never.self) { try book.admitJobs(9, of: parent) }
    }
}
