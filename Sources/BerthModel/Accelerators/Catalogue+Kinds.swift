// Sources, by their short names below:
//   mock: NVIDIA's own mock-NVML board profiles, NVIDIA/k8s-test-infra deployments/nvml-mock (power limits; NVML's readings replace them
//         on a real host)
//   ec2: DescribeInstanceTypes as listed by aws/karpenter-provider-aws instance-types.md (memory a device)
//   neuron: aws-neuron-sdk about-neuron/arch/neuron-hardware (memory, cores)
//   none: nobody publishes Trainium or Inferentia watts; the figures are operator estimates and are to be replaced in the policy's
//         `accelerators:`
extension Catalogue {
    /// NVIDIA kinds. Min, default and max are the board's power-limit constraints.
    static let nvidiaKinds: [AcceleratorKind] = [
        nvidia(
            "a100-40", mebibytes: 40_960, idle: 72, min: 100, default: 400, max: 400, .vendor, "mock; ec2", mig: MIGProfile.a100With40GB),
        nvidia(
            "a100-80", mebibytes: 81_920, idle: 72, min: 100, default: 400, max: 400, .published, "mock (the 40 GB board); ec2",
            mig: MIGProfile.boardWith80GB),
        nvidia(
            "h100", mebibytes: 81_920, idle: 95, min: 200, default: 700, max: 700, .vendor, "mock; ec2", mig: MIGProfile.boardWith80GB),
        nvidia(
            "h200", mebibytes: 144_384, idle: 95, min: 200, default: 700, max: 700, .published,
            "caps 200 to 700 W: arXiv 2604.11391; idle as H100; ec2", mig: MIGProfile.h200),
        nvidia("b200", mebibytes: 183_359, idle: 130, min: 400, default: 1000, max: 1200, .vendor, "mock; ec2", mig: MIGProfile.b200),
        nvidia(
            "b300", mebibytes: 275_040, idle: 175, min: 500, default: 1400, max: 1600, .published, "mock (GB300); ec2",
            mig: MIGProfile.b300),
        nvidia(
            "gb200", mebibytes: 189_440, idle: 145, min: 400, default: 1000, max: 1200, .vendor, "mock; 740 GB a node of 4",
            rule: .clique(nodes: 18), mig: MIGProfile.gb200, partitions: false),
    ]

    /// Trainium and Inferentia kinds. They have no cap setter, so no minimum.
    static let neuronKinds: [AcceleratorKind] = [
        neuron("trn1", gibibytes: 32, logicalCores: 2, idle: 60, max: 300, rule: .alignedBlock(sizes: [1, 4, 8, 16])),
        neuron("trn2", gibibytes: 96, logicalCores: 4, lnc: [1, 2], idle: 90, max: 500, rule: .alignedBlock(sizes: [1, 4, 8, 16])),
        neuron("trn3", gibibytes: 144, logicalCores: 4, lnc: [1, 2], idle: 150, max: 1000, rule: .allToAll(servers: 36)),
        neuron("inf2", gibibytes: 32, logicalCores: 2, idle: 40, max: 190, rule: .ring),
    ]

    private static func nvidia(
        _ name: StaticString, mebibytes: Int, idle: Int, min: Int, default: Int, max: Int, _ provenance: Provenance, _ source: String,
        rule: LegalSetRule = .any, mig: [MIGProfile], partitions: Bool = true
    ) -> AcceleratorKind {
        AcceleratorKind(
            name: KindName(literal: name), vendor: .nvidia, memory: .mebibytes(mebibytes),
            power: PowerRange(
                idle: Watts(idle), min: Watts(min), default: Watts(`default`), max: Watts(max), provenance: provenance, source: source),
            legalSets: rule, canPartition: partitions, migProfiles: mig)
    }

    private static func neuron(
        _ name: StaticString, gibibytes: Int, logicalCores: Int, lnc: [Int] = [], idle: Int, max: Int, rule: LegalSetRule
    ) -> AcceleratorKind {
        AcceleratorKind(
            name: KindName(literal: name), vendor: .neuron, memory: .gibibytes(gibibytes),
            power: PowerRange(
                idle: Watts(idle), min: nil, default: Watts(max), max: Watts(max), provenance: .operatorEstimate,
                source: "none: replace it in the policy"),
            legalSets: rule, logicalCores: logicalCores, lncSizes: lnc)
    }
}
