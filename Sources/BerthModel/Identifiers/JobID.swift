/// The identity of a job, unique for ever in its state directory: a number, and for a task of an array its index.
///
/// `4131` is a job or a whole array; `4131_7` is task 7 of that array.
public struct JobID: Hashable, Sendable {
    /// 1 and up, never used twice. Texts of more than 18 digits are no ids.
    public let number: UInt64
    private let taskWord: Int32

    public init(number: UInt64, task: Int? = nil) {
        precondition(number > 0, "job numbers start at 1")
        precondition(0...Limits.arrayIndexMax ~= task ?? 0, "an array index is not negative, and has seven digits at most")
        self.number = number
        taskWord = task.map(Int32.init) ?? -1
    }

    public var task: Int? { taskWord < 0 ? nil : Int(taskWord) }

    /// The array that this task belongs to, or the job itself.
    public var array: JobID { JobID(number: number) }
}

extension JobID {
    /// Two words instead of three parts: ids are looked up at every event.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(number)
        hasher.combine(taskWord)
    }
}

extension JobID: LosslessStringConvertible {
    public var description: String { task.map { "\(number)_\($0)" } ?? "\(number)" }

    public init?(_ text: String) {
        let parts = text.split(separator: "_", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let number = Digits.value(parts[0], places: 18), number > 0 else { return nil }
        var task: Int?
        if parts.count == 2 {
            guard let index = Digits.value(parts[1], places: 7) else { return nil }
            task = index
        }
        self.init(number: UInt64(number), task: task)
    }
}

extension JobID: Comparable {
    public static func < (left: JobID, right: JobID) -> Bool { (left.number, left.taskWord) < (right.number, right.taskWord) }
}

extension JobID: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = JobID(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\"\(text)\" is not a job id")
        }
        self = id
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
