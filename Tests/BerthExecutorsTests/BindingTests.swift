import BerthExecutors
import BerthHost
import BerthModel
import BerthScheduler
import BerthSystem
import Testing

@Suite struct BindingTests {
    @Test("a run, and what it starts, has exactly the CPUs and the memory nodes of its order")
    func binds() async throws {
        let harness = try Harness()
        let cpu = try #require(Binding.currentCPUs.last)
        let status = try Files.readText("/proc/self/status", limit: 65_536).split(separator: "\n")
        let allowed = try #require(status.first { $0.hasPrefix("Mems_allowed_list:") })
        let node = try #require(allowed.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) })
        let run = harness.run(1)
        let command = "grep Cpus_allowed_list /proc/self/status; (head -n 1 /proc/self/numa_maps) | cut -d' ' -f2"
        #expect(
            try await harness.outcome(run, command) {
                $0.cpus = [cpu]
                $0.memoryNodes = [node]
            } == .exited(code: 0))
        #expect(try harness.output(run) == "Cpus_allowed_list:\t\(cpu)\nbind:\(node)\n")
    }

    @Test("two runs with different CPUs share none", .enabled(if: Binding.currentCPUs.count > 1))
    func disjoint() async throws {
        let harness = try Harness()
        let cpus = Binding.currentCPUs.indexes.prefix(2)
        for (run, cpu) in zip([harness.run(1), harness.run(2)], cpus) {
            #expect(try await harness.outcome(run, "grep Cpus_allowed_list /proc/self/status") { $0.cpus = [cpu] } == .exited(code: 0))
            #expect(try harness.output(run) == "Cpus_allowed_list:\t\(cpu)\n")
        }
    }
}
