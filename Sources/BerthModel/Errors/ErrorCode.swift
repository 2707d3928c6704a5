/// What kind of fault an error is. The raw value is frozen: it stands in API problems as `code`.
public struct ErrorCode: RawRepresentable, Hashable, Sendable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    private init(_ rawValue: String) { self.rawValue = rawValue }

    // The input is wrong.
    public static let invalidQuantity = ErrorCode("InvalidQuantity")
    public static let invalidName = ErrorCode("InvalidName")
    public static let invalidSyntax = ErrorCode("InvalidSyntax")
    public static let invalidJob = ErrorCode("InvalidJob")
    public static let invalidFleet = ErrorCode("InvalidFleet")
    public static let invalidPolicy = ErrorCode("InvalidPolicy")
    public static let unknownKey = ErrorCode("UnknownKey")
    public static let unknownDependency = ErrorCode("BadDependency")
    public static let bodyTooLarge = ErrorCode("BodyTooLarge")
    public static let usage = ErrorCode("Usage")

    // It can never run here as asked.
    public static let noSuchKind = ErrorCode("NoSuchKind")
    public static let neverFits = ErrorCode("NeverFits")

    // The caller may not, or it is not there.
    public static let notFound = ErrorCode("NotFound")
    public static let notAllowed = ErrorCode("NotAllowed")
    public static let conflict = ErrorCode("Conflict")

    // The world failed.
    public static let unreachable = ErrorCode("Unreachable")
    public static let stateLocked = ErrorCode("StateLocked")
    public static let stateCorrupt = ErrorCode("StateCorrupt")
    public static let stateForeign = ErrorCode("StateForeign")
    public static let stateMissing = ErrorCode("StateMissing")
    public static let diskFull = ErrorCode("DiskFull")
    public static let inputOutput = ErrorCode("InputOutput")
    public static let notReady = ErrorCode("NotReady")
    public static let unsupported = ErrorCode("Unsupported")
    public static let internalFault = ErrorCode("InternalFault")
}
