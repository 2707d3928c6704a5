// vCPUs, memory and device counts: aws/karpenter-provider-aws instance-types.md and aws-neuron-sdk neuron-hardware.
// NUMA: p4d and p4de from aws/aws-ofi-nccl topology/p4d-24xl-topo.xml; p5 from pytorch/ci-infra#696; trn2 from AWS's neuron-ls sample
// (devices 0-3 and 12-15 on node 1). Where no source states it, it stays unknown.
// Host watts are published by nobody: operator estimates (an idle dual-socket host, and the socket's power over its cores).
extension Catalogue {
    /// What ships: see `Catalogue+Kinds.swift` and this file for the sources of the figures.
    public static let shipped = Catalogue(kinds: nvidiaKinds + neuronKinds, instances: instanceTypes)

    private static let twoSockets = [0, 0, 0, 0, 1, 1, 1, 1]

    static let instanceTypes: [InstanceType] = [
        type("p4d.24xlarge", "a100-40", 8, vcpus: 96, gibibytes: 1152, numa: twoSockets),
        type("p4de.24xlarge", "a100-80", 8, vcpus: 96, gibibytes: 1152, numa: twoSockets),
        type("p5.4xlarge", "h100", 1, vcpus: 16, gibibytes: 256, sockets: 1, numa: [0]),
        type("p5.48xlarge", "h100", 8, vcpus: 192, gibibytes: 2048, numa: twoSockets),
        type("p5e.48xlarge", "h200", 8, vcpus: 192, gibibytes: 2048),
        type("p5en.48xlarge", "h200", 8, vcpus: 192, gibibytes: 2048),
        type("p6-b200.48xlarge", "b200", 8, vcpus: 192, gibibytes: 2048),
        type("p6-b300.48xlarge", "b300", 8, vcpus: 192, gibibytes: 4096),
        type("p6e-gb200.36xlarge", "gb200", 4, vcpus: 144, gibibytes: 960, threads: 1, rule: .clique(nodes: 18)),
        type("trn1.2xlarge", "trn1", 1, vcpus: 8, gibibytes: 32, sockets: 1, numa: [0]),
        type("trn1.32xlarge", "trn1", 16, vcpus: 128, gibibytes: 512),
        type("trn1n.32xlarge", "trn1", 16, vcpus: 128, gibibytes: 512),
        type("trn2.48xlarge", "trn2", 16, vcpus: 192, gibibytes: 2048, numa: [1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1]),
        type("trn2u.48xlarge", "trn2", 16, vcpus: 192, gibibytes: 2048, rule: .nodeSet(sizes: [1, 2, 4])),
        type("trn3-gen1", "trn3", 16, vcpus: 192, gibibytes: 2048, rule: .allToAll(servers: 4)),
        type("trn3-gen2", "trn3", 4, vcpus: 64, gibibytes: 768, sockets: 1, rule: .allToAll(servers: 36)),
        type("inf2.xlarge", "inf2", 1, vcpus: 4, gibibytes: 16, sockets: 1),
        type("inf2.8xlarge", "inf2", 1, vcpus: 32, gibibytes: 128, sockets: 1),
        type("inf2.24xlarge", "inf2", 6, vcpus: 96, gibibytes: 384, rule: .line),
        type("inf2.48xlarge", "inf2", 12, vcpus: 192, gibibytes: 768, rule: .ring),
    ]

    private static func type(
        _ name: StaticString, _ kind: StaticString, _ devices: Int, vcpus: Int, gibibytes: Int, sockets: Int = 2, threads: Int = 2,
        numa: [Int]? = nil, rule: LegalSetRule? = nil
    ) -> InstanceType {
        InstanceType(
            name: InstanceName(literal: name), kind: KindName(literal: kind), deviceCount: devices, virtualCPUs: vcpus,
            threadsPerCore: threads,
            memory: .gibibytes(gibibytes), deviceNUMANodes: numa, numaNodes: sockets, hostIdle: Watts(sockets * 150 + 100),
            wattsPerCore: Watts(4),
            legalSets: rule)
    }
}
