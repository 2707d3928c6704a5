import BerthModel
import Testing

@testable import BerthHost

@Suite("The guess of a kind")
struct KindGuessTests {
    @Test("follows the name that the driver or the PCI list gives", arguments: [
        ("NVIDIA H100 80GB HBM3", "h100"), ("GH100 [H100 SXM5 80GB]", "h100"), ("NVIDIA H200", "h200"), ("NVIDIA GH200 120GB", "gh200"),
        ("NVIDIA GH200 480GB", "gh200"), ("NVIDIA B200", "b200"), ("NVIDIA GB200", "gb200"), ("NVIDIA GB300", "gb300"),
        ("NVIDIA A100-SXM4-40GB", "a100-40"), ("A100-SXM-80GB", "a100-80"), ("NVIDIA A100 80GB PCIe", "a100-80"), ("Tesla T4", nil),
        ("NVIDIA GeForce GTX 1080", nil), ("", nil),
    ] as [(String, String?)])
    func names(name: String, kind: String?) {
        #expect(KindGuess.kind(named: name)?.text == kind)
    }

    @Test("tells the two A100 apart by memory where the name does not")
    func memory() {
        #expect(KindGuess.kind(named: "NVIDIA A100", memory: .gibibytes(40))?.text == "a100-40")
        #expect(KindGuess.kind(named: "NVIDIA A100", memory: .gibibytes(80))?.text == "a100-80")
        #expect(KindGuess.kind(named: "NVIDIA A100") == nil)
    }

    @Test("knows Neuron instance types and device names", arguments: [
        ("trn1.32xlarge", "trn1"), ("trn1n.32xlarge", "trn1"), ("trn2u.48xlarge", "trn2"), ("inf2.xlarge", "inf2"), ("Trainium2", "trn2"),
        ("Trainium", "trn1"), ("Inferentia2", "inf2"), ("Inferentia", nil), ("m5.large", nil),
    ] as [(String, String?)])
    func neuron(name: String, kind: String?) {
        #expect(KindGuess.neuronKind(named: name)?.text == kind)
    }
}
