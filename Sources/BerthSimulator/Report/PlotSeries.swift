/// One line of a plot.
struct PlotSeries {
    var name: String
    /// Ascending in x.
    var points: [(x: Double, y: Double)]
    /// It goes level until its next point, as a count does.
    var isStepped = false
    /// Drawn as a bound: it has no place in the figures of the plot.
    var isLimit = false
}
