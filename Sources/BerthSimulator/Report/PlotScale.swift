/// An axis: from values to places on the page, with round marks.
struct PlotScale {
    let low: Double
    let high: Double
    let isLogarithmic: Bool
    private let start: Double
    private let length: Double

    /// - Parameters:
    ///   - low: at `start`; above 0 on a logarithmic axis.
    ///   - high: at `start + length`; above `low`, else the axis is made one wide.
    init(low: Double, high: Double, start: Double, length: Double, isLogarithmic: Bool = false) {
        precondition(!isLogarithmic || low > 0, "a logarithmic axis begins above 0")
        (self.low, self.high) = (low, high > low ? high : isLogarithmic ? low * 10 : low + 1)
        (self.start, self.length, self.isLogarithmic) = (start, length, isLogarithmic)
    }

    func place(_ value: Double) -> Double {
        let clamped = min(high, max(low, value))
        let part =
            isLogarithmic
            ? (Logarithm.base10(clamped) - Logarithm.base10(low)) / (Logarithm.base10(high) - Logarithm.base10(low))
            : (clamped - low) / (high - low)
        return start + length * part
    }

    /// Round values on the axis: powers of ten, or steps of 1, 2 or 5.
    var marks: [Double] {
        if isLogarithmic {
            var marks: [Double] = []
            var mark = 1e-3
            while mark <= high * 1.0001 {
                if mark >= low * 0.9999 { marks.append(mark) }
                mark *= 10
            }
            return marks
        }
        let step = PlotScale.step((high - low) / 5)
        var marks: [Double] = []
        var mark = (low / step).rounded(.up) * step
        while mark <= high + step / 1000, marks.count < 20 {
            marks.append(abs(mark) < step / 1000 ? 0 : mark)
            mark += step
        }
        return marks
    }

    /// The next of 1, 2, 5 times a power of ten.
    private static func step(_ wanted: Double) -> Double {
        var power = 1.0
        while power * 10 <= wanted { power *= 10 }
        while power > wanted { power /= 10 }
        return [1, 2, 5, 10].map { $0 * power }.first { $0 >= wanted } ?? 10 * power
    }
}
