import BerthModel

/// `/proc/meminfo`.
enum MemoryInfo {
    /// The line `MemTotal: N kB`, where kB are KiB; nil when it is not there.
    static func total(_ text: String) -> Bytes? {
        for line in text.split(separator: "\n") where line.hasPrefix("MemTotal:") {
            let words = line.split(separator: " ")
            guard words.count == 3, words[2] == "kB", let count = Int64(words[1]), count >= 0, count <= Int64.max >> 10 else { return nil }
            return Bytes(count << 10)
        }
        return nil
    }
}
