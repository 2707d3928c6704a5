/// A page that needs nothing else: no script, no font, no picture from elsewhere. It follows the reader's choice of light or dark, and
/// prints.
struct Page {
    var title: String
    private var body = ""
    private var plots = 0

    init(title: String) { self.title = title }

    mutating func heading(_ text: String) { body += "<h2>\(HTMLText.escape(text))</h2>\n" }

    mutating func paragraph(_ text: String) { body += "<p>\(HTMLText.escape(text))</p>\n" }

    mutating func list(_ items: [String]) {
        if items.isEmpty { return }
        body += "<ul>\n" + items.map { "<li>\(HTMLText.escape($0))</li>\n" }.joined() + "</ul>\n"
    }

    /// - Parameter numbers: the columns that stand at the right.
    mutating func table(_ caption: String, header: [String], rows: [[String]], numbers: Set<Int> = []) {
        func cells(_ row: [String], _ tag: String) -> String {
            row.enumerated().map { column, cell in
                let isHead = tag == "th" || column == 0
                let scope = tag == "th" ? " scope=\"col\"" : column == 0 ? " scope=\"row\"" : ""
                let side = numbers.contains(column) ? " class=\"n\"" : ""
                return "<\(isHead ? "th" : "td")\(scope)\(side)>\(HTMLText.escape(cell))</\(isHead ? "th" : "td")>"
            }.joined()
        }
        body += "<div class=\"wide\"><table>\n<caption>\(HTMLText.escape(caption))</caption>\n"
        body += "<thead><tr>\(cells(header, "th"))</tr></thead>\n<tbody>\n"
        body += rows.map { "<tr>\(cells($0, "td"))</tr>\n" }.joined() + "</tbody>\n</table></div>\n"
    }

    /// A plot with its figures beneath. One without points is said to have none.
    mutating func plot(_ plot: LinePlot) {
        guard !plot.isEmpty else { return paragraph("\(plot.title): there is nothing to show.") }
        var plot = plot
        plots += 1
        plot.id = "p\(plots)"
        body += "<figure>\n<figcaption>\(HTMLText.escape(plot.title))</figcaption>\n\(plot.svg)\n"
        if !plot.rows.isEmpty {
            body += "<details><summary>Its figures</summary>\n"
            table(
                "\(plot.yName) over \(plot.xName)", header: ["line", "least", "mean", "most"], rows: plot.rows, numbers: [1, 2, 3])
            body += "</details>\n"
        }
        body += "</figure>\n"
    }

    var html: String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(HTMLText.escape(title))</title>
        <style>
        \(Page.style)
        </style>
        </head>
        <body>
        <main>
        <h1>\(HTMLText.escape(title))</h1>
        \(body)</main>
        </body>
        </html>

        """
    }
}
