import Testing

@testable import BerthHost

@Suite("A PCI address")
struct PCIAddressTests {
    @Test(
        "is read with and without its domain, in either case",
        arguments: [
            ("cc:00.0", "0000:cc:00.0"), ("0000:53:1f.7", "0000:53:1f.7"), ("00000000:53:00.0", "0000:53:00.0"),
            ("0009:01:00.0", "0009:01:00.0"),
            ("10000:E1:00.0", "10000:e1:00.0"), (" 0000:cc:00.0\n", "0000:cc:00.0"),
        ])
    func reading(text: String, canonical: String) {
        #expect(PCIAddress(text)?.description == canonical)
    }

    @Test(
        "is nothing else", arguments: ["", "cc", "cc:00", "cc:20.0", "cc:00.8", "100:00.0", "0:0:0:0.0", "gg:00.0", "cc:00.0.0", "-1:00.0"])
    func refusal(text: String) {
        #expect(PCIAddress(text) == nil)
    }
}
