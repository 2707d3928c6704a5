import Testing

@testable import BerthClient

@Suite struct SocketPathTests {
    @Test("the flag goes before the variable, and the variable before the system's socket")
    func order() {
        let environment = ["BERTH_SOCKET": "/b", "XDG_RUNTIME_DIR": "/nowhere"]
        #expect(SocketPath.resolve("/a") { environment[$0] } == "/a")
        #expect(SocketPath.resolve(nil) { environment[$0] } == "/b")
        #expect(SocketPath.resolve(nil) { $0 == "XDG_RUNTIME_DIR" ? "/nowhere" : nil } == "/run/berthd/berthd.sock")
        #expect(SocketPath.resolve("") { _ in "" } == SocketPath.system)
    }
}
