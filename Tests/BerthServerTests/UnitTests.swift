import BerthModel
@testable import BerthServer
import NIOCore
import Testing

@Suite struct UnitTests {
    @Test(
        "numbers are listed as the kernel lists CPUs",
        arguments: [
            ([], ""), ([0], "0"), ([3, 1, 2, 0, 8], "0-3,8"), ([5, 5, 6], "5-6"), ([1, 3, 5], "1,3,5"),
        ] as [([Int], String)])
    func indexList(_ numbers: [Int], _ text: String) { #expect(IndexList.text(numbers) == text) }

    @Test("time goes on from the journal's last entry where the host's clock was set back")
    func clock() {
        let late = Timestamp(milliseconds: 4_000_000_000_000)
        let clock = MonotoneClock(notBefore: late)
        var last = late
        for _ in 0..<1000 {
            let now = clock.now
            #expect(now >= last)
            last = now
        }
        #expect(MonotoneClock().now < late)
    }

    @Test("lines of a batch keep their numbers, and empty ones are none")
    func lines() {
        let lines = BatchLines(ByteBuffer(string: "\na\n \n\nbc\r\n\nd"))
        #expect((0..<lines.count).map { lines.number($0) } == [2, 5, 7])
        #expect((0..<lines.count).map { String(decoding: lines.bytes[lines.range($0)], as: UTF8.self) } == ["a", "bc\r", "d"])
        #expect(BatchLines(ByteBuffer()).count == 0)
    }

    @Test("modelled devices are read by kind, each once")
    func modelDevices() throws {
        #expect(try DaemonOptions.modelDevices(parsing: "h200:8,trn2:16") == [KindName("h200"): 8, KindName("trn2"): 16])
        #expect(try DaemonOptions.modelDevices(parsing: "h200") == [KindName("h200"): 1])
        #expect(throws: BerthError.self) { try DaemonOptions.modelDevices(parsing: "h200:8,h200:1") }
        #expect(throws: BerthError.self) { try DaemonOptions.modelDevices(parsing: "") }
        #expect(throws: BerthError.self) { try DaemonOptions.modelDevices(parsing: "h200:x") }
        #expect(throws: BerthError.self) { try DaemonOptions.modelDevices(parsing: "h100:mig=3g.40gb") }
    }

    @Test("a command that comes after the last one is refused, and so is what was left")
    func mailbox() async {
        let mailbox = Mailbox()
        let (refusals, refusal) = AsyncStream.makeStream(of: ErrorCode.self)
        let command = Command.read({ _ in }, refuse: { refusal.yield($0.code) })
        mailbox.put(command)
        #expect(mailbox.take(waiting: 0).count == 1)
        mailbox.put(command)
        mailbox.close()
        mailbox.put(command)
        refusal.finish()
        #expect(await refusals.reduce(into: []) { $0.append($1) } == [.notReady, .notReady])
        #expect(mailbox.take(waiting: 0).isEmpty)
    }

    @Test("a follower that is slow is woken once for many commits, and one that comes too late is let go")
    func feed() async {
        let feed = EventFeed()
        let stream = feed.follow()
        for _ in 0..<10 { feed.wake() }
        feed.close()
        #expect(await stream.reduce(0) { count, _ in count + 1 } == 1)
        #expect(await feed.follow().reduce(0) { count, _ in count + 1 } == 0)
    }
}
