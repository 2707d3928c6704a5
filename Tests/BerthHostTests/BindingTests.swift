import BerthModel
import Foundation
import Testing

@testable import BerthHost

@Suite("Binding")
struct BindingTests {
    /// A line of `/proc/self/status`.
    private static func status(_ name: String) throws -> String {
        let text = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("\(name):") })
        return line.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces)
    }

    @Test("to CPUs is what the kernel then reports, spelled the same")
    func cpus() async {
        await #expect(processExitsWith: .success) {
            let before = Binding.currentCPUs
            #expect(try before.description == Self.status("Cpus_allowed_list"))
            let target = CPUSet([try #require(before.first)])
            try Binding.bind(to: target)
            #expect(Binding.currentCPUs == target)
            #expect(try Self.status("Cpus_allowed_list") == target.description)
            for task in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task") {
                let text = try String(contentsOfFile: "/proc/self/task/\(task)/status", encoding: .utf8)
                #expect(text.contains("Cpus_allowed_list:\t\(target)\n"), "every thread is bound")
            }
            try Binding.bind(to: before)
            #expect(Binding.currentCPUs == before)
        }
    }

    @Test("to CPUs that are not there throws, and says which there are")
    func absentCPUs() async {
        await #expect(processExitsWith: .success) {
            let before = Binding.currentCPUs
            let error = #expect(throws: BerthError.self) { try Binding.bind(to: [CPUSet.indexMax]) }
            #expect(error?.code == .conflict)
            #expect(error?.description.contains("\(before)") ?? false)
            #expect(Binding.currentCPUs == before)
        }
    }

    @Test("to some CPUs that are there and some that are not throws, for the kernel would quietly grant less")
    func partlyAbsentCPUs() async {
        await #expect(processExitsWith: .success) {
            let first = try #require(Binding.currentCPUs.first)
            let error = #expect(throws: BerthError.self) { try Binding.bind(to: [first, CPUSet.indexMax]) }
            #expect(error?.code == .conflict)
        }
    }

    @Test("to nothing is refused")
    func nothing() {
        #expect(#expect(throws: BerthError.self) { try Binding.bind(to: []) }?.code == .usage)
        #expect(#expect(throws: BerthError.self) { try Binding.bindMemory(to: []) }?.code == .usage)
    }

    @Test("to memory is what the kernel then reports, unless it forbids policies, which is said")
    func memory() async {
        await #expect(processExitsWith: .success) {
            let node = try #require(HostDiscovery(.thisHost).discover().numaNodes.first { $0.allowed })
            do {
                #expect(try Binding.currentMemoryPolicy() == .standard)
                try Binding.bindMemory(to: [node.number])
                #expect(try Binding.currentMemoryPolicy() == .bind([node.number]))
                let map = try String(contentsOfFile: "/proc/thread-self/numa_maps", encoding: .utf8)
                #expect(map.contains("bind:\(node.number)"))
            } catch let error as BerthError {
                #expect(error.code == .unsupported || error.code == .notAllowed, "\(error)")
            }
        }
    }

    @Test("to memory of a node that is not there throws")
    func absentMemory() async {
        await #expect(processExitsWith: .success) {
            let error = #expect(throws: BerthError.self) { try Binding.bindMemory(to: [1023]) }
            #expect([.conflict, .unsupported, .notAllowed].contains(error?.code))
        }
    }
}
