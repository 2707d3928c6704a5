import BerthExecutors
import BerthModel
import BerthScheduler
import BerthSystem
import Testing

@Suite struct ChaosTests {
    /// A small generator with a seed (xorshift64), so that a failure can be repeated.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
    }

    @Test(
        "whatever is started, stopped and restarted in whatever order, each run runs at most once and ends",
        arguments: [1, 2, 3] as [UInt64])
    func eachRunsOnce(seed: UInt64) async throws {
        var dice = Dice(state: seed &* 0x9e37_79b9_7f4a_7c15)
        let harness = try Harness()
        var orders: [StartOrder] = []
        var stopped: Set<RunID> = []
        for number in 1...40 {
            let run = harness.run(UInt64(number))
            let pause = Double.random(in: 0...0.2, using: &dice)
            orders.append(harness.order(run, "echo started; sleep \(pause); exit \(number)"))
            harness.executor.start(orders[number - 1])
            switch Int.random(in: 0..<6, using: &dice) {
            case 0:
                harness.close()
                try harness.open()
                harness.executor.adopt(orders)
            case 1:
                guard let victim = orders.randomElement(using: &dice)?.run else { break }
                stopped.insert(victim)
                harness.executor.stop(victim, grace: .zero, reason: .cancelled)
            case 2:
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...50, using: &dice)))
            default:
                break
            }
        }
        for (index, order) in orders.enumerated() {
            let outcome = try await harness.reports.end(of: order.run)
            if !stopped.contains(order.run) { #expect(outcome == .exited(code: index + 1), "seed \(seed), run \(order.run)") }
            let output = (try? harness.output(order.run)) ?? ""
            #expect(output == "started\n" || output.isEmpty && stopped.contains(order.run), "seed \(seed), run \(order.run)")
            // A new executor reports again what the last one reported; never anything else.
            #expect(Set(harness.reports.outcomes(of: order.run)).count == 1, "seed \(seed), run \(order.run)")
        }
    }
}
