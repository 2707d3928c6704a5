import Foundation

/// A folder of its own for one test, removed with all its contents when the last reference goes.
public final class TemporaryDirectory: Sendable {
    public let path: String

    /// - Parameter prefix: the start of the folder's name, so that one left behind can be told from others.
    public init(prefix: String = "berth-test") throws {
        var template = Array("\(FileManager.default.temporaryDirectory.path)/\(prefix)-XXXXXX".utf8CString)
        guard let made = unsafe mkdtemp(&template) else {
            throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: FileManager.default.temporaryDirectory.path])
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
