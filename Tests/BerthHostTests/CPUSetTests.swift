import BerthModel
import Testing

@testable import BerthHost

@Suite("A CPU set")
struct CPUSetTests {
    @Test(
        "prints as the kernel prints Cpus_allowed_list",
        arguments: [
            ([], ""), ([0], "0"), ([0, 1, 2, 3, 8], "0-3,8"), ([1, 3, 5], "1,3,5"), ([62, 63, 64, 65], "62-65"), ([0, 191], "0,191"),
        ] as [([Int], String)])
    func printing(indexes: [Int], text: String) throws {
        #expect(CPUSet(indexes).description == text)
        #expect(try CPUSet(parsing: text) == CPUSet(indexes))
    }

    @Test("reads lists in any order, with spaces and the line end of sysfs")
    func leniency() throws {
        #expect(try CPUSet(parsing: " 8, 0-3 ,2\n") == [0, 1, 2, 3, 8])
        #expect(try CPUSet(parsing: "\n") == [])
    }

    @Test(
        "refuses what is no list, naming the part",
        arguments: ["0-", "-3", "3-1", "a", "0,,1", "0-1-2", "1 2", "65536", "99999999999999999999", "+1"])
    func refusal(text: String) {
        let error = #expect(throws: BerthError.self) { try CPUSet(parsing: text) }
        #expect(error?.code == .invalidQuantity)
        #expect(error?.hint != nil)
    }

    @Test("agrees with Set<Int> on every operation, for 200 random pairs")
    func twin() throws {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<200 {
            let left = Set((0..<Int.random(in: 0...40, using: &random)).map { _ in Int.random(in: 0...300, using: &random) })
            let right = Set((0..<Int.random(in: 0...40, using: &random)).map { _ in Int.random(in: 0...300, using: &random) })
            let (a, b) = (CPUSet(left), CPUSet(right))
            #expect(a.union(b).indexes == left.union(right).sorted())
            #expect(a.intersection(b).indexes == left.intersection(right).sorted())
            #expect(a.subtracting(b).indexes == left.subtracting(right).sorted())
            #expect(a.isSubset(of: b) == left.isSubset(of: right))
            #expect(a.isDisjoint(with: b) == left.isDisjoint(with: right))
            #expect(a.count == left.count && a.first == left.min() && a.last == left.max())
            #expect((0...320).allSatisfy { a.contains($0) == left.contains($0) })
            #expect(try CPUSet(parsing: a.description) == a)
            // Equal sets are equal words, however they came about.
            #expect(a.union(b).subtracting(b).union(a.intersection(b)) == a)
        }
    }
}
