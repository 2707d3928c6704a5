/// How a file is opened. Files are always opened close-on-exec.
public struct OpenMode: OptionSet, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }

    public static let read = OpenMode(rawValue: 1 << 0)
    public static let write = OpenMode(rawValue: 1 << 1)
    public static let create = OpenMode(rawValue: 1 << 2)
    /// With `create`: fails where the file exists.
    public static let exclusive = OpenMode(rawValue: 1 << 3)
    public static let append = OpenMode(rawValue: 1 << 4)
    public static let truncate = OpenMode(rawValue: 1 << 5)
    /// Refuses a symbolic link as the last part of the path.
    public static let noFollow = OpenMode(rawValue: 1 << 6)
    public static let nonBlocking = OpenMode(rawValue: 1 << 7)
    public static let directory = OpenMode(rawValue: 1 << 8)
}
