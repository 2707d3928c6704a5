import BerthModel

/// What was wrong with the jobs of a batch. Neighbours with the same fault are told in one line, so that five thousand jobs with one
/// mistake do not hide it in five thousand lines.
struct BatchRefusals {
    private(set) var count = 0
    private var run: (first: Int, last: Int, error: BerthError)?
    private let file: String
    private let tell: (BerthError) -> Void

    /// - Parameter tell: prints a fault, whose field begins with `FILE:LINE` or `FILE:FIRST-LAST`.
    init(of file: String, tell: @escaping (BerthError) -> Void) {
        self.file = file
        self.tell = tell
    }

    mutating func add(_ error: BerthError, line: Int) {
        count += 1
        if let run, run.last + 1 == line, Failure.line(run.error) == Failure.line(error) {
            self.run = (run.first, line, error)
        } else {
            finish()
            run = (line, line, error)
        }
    }

    /// Tells what is left to tell.
    mutating func finish() {
        guard let (first, last, error) = run else { return }
        run = nil
        var placed = error
        placed.field = "\(file):\(first == last ? "\(first)" : "\(first)-\(last)")\(error.field.map { ": \($0)" } ?? "")"
        tell(placed)
    }
}
