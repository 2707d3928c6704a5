import Testing

@testable import BerthPlacement

struct SparseWordsTests {
    /// Of pages of 4 KiB: some hundred pages.
    private static let count = 1 << 16

    @Test("words that nobody wrote take no memory, and those that are written only their pages")
    func residence() {
        let words = SparseWords(count: SparseWordsTests.count)
        #expect(words.residentBytes == 0)
        _ = words.words.set(SparseWordsTests.count - 1, 5)
        let page = words.residentBytes
        #expect(page > 0 && page < SparseWordsTests.count * 8)
        _ = words.words.set(0, 7)
        #expect(words.residentBytes == 2 * page)
    }

    @Test("a copy has the words of the original, takes no more memory, and is changed by itself")
    func copies() {
        let words = SparseWords(count: SparseWordsTests.count)
        _ = words.words.set(1000, 5)
        let copy = SparseWords(copying: words)
        #expect(copy.residentBytes == words.residentBytes)
        #expect(copy.words.load(1000) == 5 && copy.words.load(999) == 0 && copy.words.load(SparseWordsTests.count - 1) == 0)
        _ = copy.words.add(1000, 1)
        #expect(copy.words.load(1000) == 6 && words.words.load(1000) == 5)
    }
}
