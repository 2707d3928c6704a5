import Foundation

/// A folder of its own for one test, removed with all its contents when the last reference goes.
public final class TemporaryDirectory: Sendable {
    public let path: String

    /// Where such folders are made: the host's place for temporary files, unless a socket's path (107 bytes) would not fit below it, or
    /// root has one to itself, where no other user's job or client could go.
    public static let base: String = {
        let usual = FileManager.default.temporaryDirectory.path
        return usual.utf8.count <= 64 && (!TestRun.isRoot || isOpenToAll(usual)) ? usual : "/tmp"
    }()

    private static func isOpenToAll(_ path: String) -> Bool {
        var path = URL(fileURLWithPath: path).standardizedFileURL
        while path.path != "/" {
            let permissions = (try? FileManager.default.attributesOfItem(atPath: path.path))?[.posixPermissions] as? Int
            guard let permissions, permissions & 0o001 != 0 else { return false }
            path = path.deletingLastPathComponent()
        }
        return true
    }

    /// - Parameter prefix: the start of the folder's name, so that one left behind can be told from others.
    public init(prefix: String = "berth-test") throws {
        var template = Array("\(TemporaryDirectory.base)/\(prefix)-XXXXXX".utf8CString)
        guard let made = unsafe mkdtemp(&template) else {
            throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: TemporaryDirectory.base])
        }
        path = unsafe String(cString: made)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of `name` in this folder.
    public func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file of this folder and returns its path.
    @discardableResult
    public func write(_ text: String, to name: String) throws -> String {
        try text.write(toFile: file(name), atomically: false, encoding: .utf8)
        return file(name)
    }
}
