/// Lists of indexes as Linux and the Neuron runtime write them: `0-3,8`.
public enum IndexList {
    /// - Parameter indexes: ascending, without repeats.
    public static func text(_ indexes: [Int]) -> String {
        var parts: [String] = []
        var start = 0
        while start < indexes.count {
            var end = start
            while end + 1 < indexes.count, indexes[end + 1] == indexes[end] + 1 { end += 1 }
            parts.append(start == end ? "\(indexes[start])" : "\(indexes[start])-\(indexes[end])")
            start = end + 1
        }
        return parts.joined(separator: ",")
    }
}
