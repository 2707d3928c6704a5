/// Lines over one axis, as an SVG that stands by itself: title and description for those who do not see it, each line told apart by its
/// dashes and named in words.
struct LinePlot {
    /// Unique in its page.
    var id: String
    var title: String
    var xName: String
    var yName: String
    var series: [PlotSeries]
    var isLogarithmicX = false
    /// The upper end of the axis where it is known, as of percents.
    var yMax: Double?
    /// Names of single marks of x instead of numbers.
    var xMarks: [(value: Double, name: String)]?

    static let seriesMax = 8
    private static let (width, height) = (920.0, 300.0)
    private static let (left, right, top, bottom) = (88.0, 230.0, 12.0, 44.0)

    /// Whether there is anything to draw.
    var isEmpty: Bool { series.allSatisfy(\.points.isEmpty) }

    var svg: String {
        let all = series.flatMap(\.points)
        let xLow = all.map(\.x).min() ?? 0
        let x = PlotScale(
            low: isLogarithmicX ? max(xLow, 1e-3) : min(0, xLow), high: all.map(\.x).max() ?? 1, start: Self.left,
            length: Self.width - Self.left - Self.right, isLogarithmic: isLogarithmicX)
        let y = PlotScale(
            low: min(0, all.map(\.y).min() ?? 0), high: yMax ?? yHigh * 1.05, start: Self.height - Self.bottom,
            length: -(Self.height - Self.bottom - Self.top))
        return """
            <svg viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))" role="img" aria-labelledby="\(id)-t \(id)-d">
            <title id="\(id)-t">\(HTMLText.escape(title))</title>
            <desc id="\(id)-d">\(HTMLText.escape(description))</desc>
            \(axes(x, y))
            \(series.enumerated().map { line($1, $0, x, y) }.joined(separator: "\n"))
            \(legend)
            </svg>
            """
    }

    /// Of the lines; a bound that is far above them does not flatten them, and is named only.
    private var yHigh: Double {
        let lines = series.filter { !$0.isLimit }.flatMap(\.points).map(\.y).max() ?? 1
        return series.filter { $0.isLimit && $0.least <= 2 * lines }.map(\.most).reduce(lines, max)
    }

    /// The plot in words.
    var description: String {
        let lines = series.filter { !$0.points.isEmpty }.map { one in
            one.isLimit
                ? "\(one.name): \(number(one.points[0].y))"
                : "\(one.name): least \(number(one.least)), mean \(number(one.mean)), most \(number(one.most))"
        }
        return "\(yName) over \(xName). " + lines.joined(separator: "; ") + "."
    }

    /// The figures of its lines, as rows of a table: name, least, mean, most.
    var rows: [[String]] {
        series.filter { !$0.isLimit && !$0.points.isEmpty }.map { [$0.name, number($0.least), number($0.mean), number($0.most)] }
    }

    private func number(_ value: Double) -> String { FigureText.text(value, decimals: abs(value) >= 1000 ? 0 : abs(value) >= 10 ? 1 : 2) }

    private func axes(_ x: PlotScale, _ y: PlotScale) -> String {
        let (end, base) = (Self.width - Self.right, Self.height - Self.bottom)
        var text = ""
        for mark in y.marks {
            let place = FigureText.place(y.place(mark))
            text += "<line class=\"grid\" x1=\"\(Int(Self.left))\" x2=\"\(Int(end))\" y1=\"\(place)\" y2=\"\(place)\"/>"
            text +=
                "<text class=\"mark\" x=\"\(Int(Self.left) - 8)\" y=\"\(place)\" dy=\"4\" text-anchor=\"end\">\(y.name(of: mark))</text>"
        }
        let marks = xMarks?.map { ($0.value, HTMLText.escape($0.name)) } ?? x.marks.map { ($0, x.name(of: $0)) }
        for (mark, name) in marks where mark >= x.low && mark <= x.high {
            let place = FigureText.place(x.place(mark))
            text += "<line class=\"axis\" x1=\"\(place)\" x2=\"\(place)\" y1=\"\(Int(base))\" y2=\"\(Int(base) + 5)\"/>"
            text += "<text class=\"mark\" x=\"\(place)\" y=\"\(Int(base) + 18)\" text-anchor=\"middle\">\(name)</text>"
        }
        text += "<line class=\"axis\" x1=\"\(Int(Self.left))\" x2=\"\(Int(end))\" y1=\"\(Int(base))\" y2=\"\(Int(base))\"/>"
        text += "<text class=\"name\" x=\"\(Int((Self.left + end) / 2))\" y=\"\(Int(Self.height) - 6)\" text-anchor=\"middle\">"
        text += HTMLText.escape(xName) + "</text>"
        text += "<text class=\"name\" transform=\"translate(14 \(Int((Self.top + base) / 2))) rotate(-90)\" text-anchor=\"middle\">"
        return text + HTMLText.escape(yName) + "</text>"
    }

    private func line(_ one: PlotSeries, _ place: Int, _ x: PlotScale, _ y: PlotScale) -> String {
        if one.isLimit, one.least > y.high { return "" }
        var (text, before) = ("", Double?.none)
        for point in one.points where !isLogarithmicX || point.x > 0 {
            let (px, py) = (FigureText.place(x.place(point.x)), FigureText.place(y.place(point.y)))
            if let before, one.isStepped { text += "\(px),\(FigureText.place(y.place(before))) " }
            text += "\(px),\(py) "
            before = point.y
        }
        return "<polyline class=\"line \(Self.style(one, place))\" points=\"\(text.dropLast())\"/>"
    }

    private static func style(_ one: PlotSeries, _ place: Int) -> String { one.isLimit ? "limit" : "s\(place % seriesMax)" }

    private var legend: String {
        series.enumerated().map { place, one in
            let y = Int(Self.top) + 14 + place * 22
            let x = Int(Self.width - Self.right) + 16
            return "<line class=\"line \(Self.style(one, place))\" x1=\"\(x)\" x2=\"\(x + 34)\" y1=\"\(y)\" y2=\"\(y)\"/>"
                + "<text class=\"key\" x=\"\(x + 42)\" y=\"\(y + 4)\">\(HTMLText.escape(Self.short(one.name)))</text>"
        }.joined(separator: "\n")
    }

    private static func short(_ name: String) -> String { name.count > 26 ? name.prefix(25) + "\u{2026}" : name }
}

extension PlotSeries {
    fileprivate var least: Double { points.map(\.y).min() ?? 0 }
    fileprivate var most: Double { points.map(\.y).max() ?? 0 }
    fileprivate var mean: Double { points.isEmpty ? 0 : points.reduce(0) { $0 + $1.y } / Double(points.count) }
}

extension PlotScale {
    /// As many decimals as tell the marks apart.
    fileprivate func name(of mark: Double) -> String {
        let step = isLogarithmic ? mark : marks.count > 1 ? marks[1] - marks[0] : high - low
        return FigureText.text(mark, decimals: step >= 1 ? 0 : step >= 0.1 ? 1 : step >= 0.01 ? 2 : 3)
    }
}

extension FigureText {
    /// A coordinate, to a tenth.
    fileprivate static func place(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(abs(tenths % 10))"
    }
}
