import BerthSystem

/// A directory of its own for one test, removed with the object.
final class Scratch: Sendable {
    let path: String

    init() throws {
        let base = Environment.value(of: "TMPDIR") ?? "/tmp"
        path = "\(base)/berth-system-\(UniqueName.random())"
        try Files.createDirectory(path)
    }

    deinit { try? Files.removeTree(path) }
}
