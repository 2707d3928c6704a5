/// The tasks of one array that wait at one position.
struct TaskList: Sendable {
    /// Descending: the next one is the last.
    private var tasks: [Int32] = []

    /// - Parameter tasks: ascending.
    init(_ tasks: some Sequence<Int>) { self.tasks = tasks.map(Int32.init).reversed() }

    var isEmpty: Bool { tasks.isEmpty }
    var count: Int { tasks.count }
    var next: Int? { tasks.last.map(Int.init) }
    /// The next one first.
    var ascending: some Sequence<Int> { tasks.reversed().lazy.map(Int.init) }

    /// - Returns: false where it is there already.
    /// - Complexity: O(log tasks) and a shift.
    mutating func insert(_ task: Int) -> Bool {
        let place = place(of: Int32(task))
        if place < tasks.count, tasks[place] == Int32(task) { return false }
        tasks.insert(Int32(task), at: place)
        return true
    }

    /// - Returns: false where it is not there.
    mutating func remove(_ task: Int) -> Bool {
        let place = place(of: Int32(task))
        guard place < tasks.count, tasks[place] == Int32(task) else { return false }
        tasks.remove(at: place)
        return true
    }

    /// The first place whose task is not above.
    private func place(of task: Int32) -> Int {
        var (low, high) = (0, tasks.count)
        while low < high {
            let middle = (low + high) / 2
            if tasks[middle] > task { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
