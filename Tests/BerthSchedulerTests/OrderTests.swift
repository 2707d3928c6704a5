@testable import BerthScheduler
import BerthModel
import Testing

@Suite("Start orders")
struct OrderTests {
    @Test("output names are expanded, and other percent signs stay")
    func outputNames() {
        let name = OutputName(job: JobID(number: 41, task: 7), node: NodeName(literal: "h-1"), member: 3)
        #expect(name.expand("out/%j-%a.%N.%m%%.%x%") == "out/41_7-7.h-1.3%.%x%")
        #expect(OutputName(job: JobID(number: 5), node: NodeName(literal: "n"), member: 0).expand("%j.%a") == "5.0")
    }

    @Test(
        "indexes are listed as ranges",
        arguments: [([], ""), ([3], "3"), ([0, 1, 2, 3], "0-3"), ([0, 2, 3, 9], "0,2-3,9")] as [([Int], String)])
    func indexLists(indexes: [Int], text: String) { #expect(IndexList.text(indexes) == text) }

    @Test("a Trainium job is given the logical cores of its devices, and the scheduler's names win over the user's")
    func neuronCores() throws {
        let bench = try Bench(Samples.mixedFleet())
        try bench.submit(
            Samples.job { spec in
                spec.accelerators = [AcceleratorRequest(kind: Samples.trn2, count: 4)]
                spec.environment = ["A": "b", "BERTH_JOB_ID": "mine"]
                spec.array = ArraySpec(indexes: [3], limit: nil)
            })
        guard case .start(let due) = bench.effects.first else { return #expect(Bool(false), "no start was ordered") }
        let order = due.order()
        #expect(order.environment["NEURON_RT_VISIBLE_CORES"] == "0-15" && order.environment["CUDA_VISIBLE_DEVICES"] == nil)
        #expect(
            order.environment["A"] == "b" && order.environment["BERTH_JOB_ID"] == "1_3" && order.environment["BERTH_ARRAY_TASK_ID"] == "3")
        #expect(order.environment["BERTH_CPUS"] == IndexList.text(order.cpus) && !order.memoryNodes.isEmpty)
    }

    @Test(
        "a part of a device and a size of logical cores are told to what is started",
        arguments: [
            ("h200:mig=3g.71gb", ["CUDA_VISIBLE_DEVICES": "MIG-GPU-modelled-0/3g.71gb/4"]),
            (
                "h200:fraction=250/20GiB",
                [
                    "CUDA_VISIBLE_DEVICES": "GPU-modelled-0", "CUDA_MPS_ACTIVE_THREAD_PERCENTAGE": "25",
                    "CUDA_MPS_PINNED_DEVICE_MEM_LIMIT": "0=20480M",
                ]
            ),
            ("trn2:4:lnc=1", ["NEURON_RT_VISIBLE_CORES": "0-31", "NEURON_LOGICAL_NC_CONFIG": "1"]),
            ("trn2:4:lnc=2", ["NEURON_RT_VISIBLE_CORES": "0-15", "NEURON_LOGICAL_NC_CONFIG": "2"]),
        ] as [(String, [String: String])])
    func parts(request: String, variables: [String: String]) throws {
        let bench = try Bench(Samples.mixedFleet())
        let accelerators = try AcceleratorRequest.alternatives(parsing: request)
        try bench.submit(Samples.job { $0.accelerators = accelerators })
        guard case .start(let due) = bench.effects.first else { return #expect(Bool(false), "no start was ordered") }
        let order = due.order()
        #expect(order.environment.filter { variables.keys.contains($0.key) } == variables)
    }

    @Test("ports go round the range, skip those in use outside, and run out with the node named")
    func ports() {
        let node = NodeName(literal: "n")
        var book = PortBook(range: 10...12) { _, port in port != 11 }
        #expect(book.claim(on: node) == 10 && book.claim(on: node) == 12 && book.claim(on: node) == nil)
        let member = MemberPlacement(member: 0, node: node, kind: nil, devices: [], cores: [], memory: [], watts: .zero, port: 12)
        book.release([member])
        #expect(book.claim(on: node) == 12)
        var members = [member]
        members[0].port = nil
        #expect(book.assign(.firstMember, to: &members) == node)
    }
}
