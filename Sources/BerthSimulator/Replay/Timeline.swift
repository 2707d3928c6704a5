package import BerthModel

/// Quantities over virtual time, as means of equal intervals. Memory is bounded: when there are too many intervals, two become one.
package struct Timeline: Sendable {
    package static let intervalsMax = 720

    private struct Channel {
        var value = 0.0
        var since: Timestamp
        /// Value times milliseconds of each interval.
        var sums: [Double] = []
    }

    package private(set) var start: Timestamp
    /// Of one interval.
    package private(set) var length: Duration
    private var end: Timestamp
    private var channels: [Channel] = []

    package init(start: Timestamp, length: Duration = .seconds(60)) {
        (self.start, self.length, end) = (start, length, start)
    }

    /// - Returns: its number; it is 0 until it is set.
    mutating func addChannel() -> Int {
        channels.append(Channel(since: start))
        return channels.count - 1
    }

    /// - Precondition: moments of one channel do not go back.
    mutating func set(_ channel: Int, to value: Double, at now: Timestamp) {
        guard channels[channel].value != value else { return }
        settle(channel, at: now)
        channels[channel].value = value
    }

    private mutating func settle(_ channel: Int, at now: Timestamp) {
        while now - start > Duration.milliseconds(length.milliseconds * Int64(Timeline.intervalsMax)) { halve() }
        end = max(end, now)
        let width = length.milliseconds
        var moment = channels[channel].since.milliseconds - start.milliseconds
        let last = now.milliseconds - start.milliseconds
        let value = channels[channel].value
        while moment < last {
            let place = Int(moment / width)
            let until = min(last, Int64(place + 1) * width)
            while channels[channel].sums.count <= place { channels[channel].sums.append(0) }
            channels[channel].sums[place] += value * Double(until - moment)
            moment = until
        }
        channels[channel].since = now
    }

    private mutating func halve() {
        length = length * 2
        for channel in channels.indices {
            let sums = channels[channel].sums
            channels[channel].sums = stride(from: 0, to: sums.count, by: 2).map { $0 + 1 < sums.count ? sums[$0] + sums[$0 + 1] : sums[$0] }
        }
    }

    /// Brings all channels up to one moment. To be called before reading.
    mutating func close(at now: Timestamp) { for channel in channels.indices { settle(channel, at: now) } }

    /// Hours since the start of the middle of each interval, and the mean value in it.
    package func points(_ channel: Int) -> [(hours: Double, value: Double)] {
        let total = (end - start).milliseconds
        let width = length.milliseconds
        return channels[channel].sums.enumerated().compactMap { place, sum in
            let begin = Int64(place) * width
            let lasted = min(width, total - begin)
            guard lasted > 0 else { return nil }
            return ((Double(begin) + Double(lasted) / 2) / 3_600_000, sum / Double(lasted))
        }
    }

    /// From the start to `close`.
    package var lasted: Duration { end - start }

    /// The mean over all time until `close`.
    package func mean(_ channel: Int) -> Double {
        let total = (end - start).milliseconds
        return total > 0 ? channels[channel].sums.reduce(0, +) / Double(total) : 0
    }
}
