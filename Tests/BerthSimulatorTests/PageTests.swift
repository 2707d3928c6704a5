import BerthModel
import Foundation
import Testing

@testable import BerthSimulator

@Suite("pages of simulations")
struct PageTests {
    private static func page(agency: String = "a", policies: Int = 1) throws -> String {
        var results: [ReplayResult] = []
        for _ in 0..<policies {
            let options = try ReplayOptions(Replays.fleet("2x8"), .plain, scenario: "test")
            let jobs = (1...40).map { Replays.job($0, at: $0 * 7, devices: 1 + $0 % 8, seconds: 600, agency: agency) }
            var replay = try Replay(Replays.Source(jobs: jobs), options)
            results.append(try replay.run())
        }
        return ReplayPage.html(results, results.map(ReplayReport.init))
    }

    @Test("a page is well-formed, and needs nothing from elsewhere and no script")
    func whole() throws {
        let html = try PageTests.page()
        for word in ["<script", "http:", "https:", "url(", "@import", "<img", "<link", "src="] { #expect(!html.contains(word), "\(word)") }
        // Every element that is opened is closed, in order: HTML written so is XML but for its first line and its meta elements.
        var open: [Substring] = []
        for tag in html.matches(of: /<(\/?)([a-z0-9]+)[^>]*?(\/?)>/) {
            if tag.output.3 == "/" || tag.output.2 == "meta" { continue }
            if tag.output.1.isEmpty { open.append(tag.output.2) } else { #expect(open.popLast() == tag.output.2) }
        }
        #expect(open.isEmpty)
    }

    @Test("every plot has a title and a description that say in words what it shows, under names of its own")
    func described() throws {
        let html = try PageTests.page()
        let plots = html.matches(of: /<svg [^>]*aria-labelledby="(p\d+)-t (p\d+)-d">/).map { String($0.output.1) }
        #expect(plots == (1...7).map { "p\($0)" })
        for plot in plots { #expect(html.contains("<title id=\"\(plot)-t\">") && html.contains("<desc id=\"\(plot)-d\">")) }
        #expect(html.contains("least") && html.contains("mean") && html.contains("most"))
    }

    @Test("what a trace says is text, whatever it holds")
    func escaped() throws {
        let html = try PageTests.page(agency: "<script>alert('x')</script>&\u{1}\"")
        #expect(!html.contains("<script"))
        #expect(html.contains("&lt;script&gt;alert(&#39;x&#39;)"))
        #expect(!html.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
    }

    @Test("two runs stand side by side with their difference, and in one plot each")
    func compared() throws {
        let html = try PageTests.page(policies: 2)
        #expect(html.contains("<th scope=\"col\" class=\"n\">difference</th>"))
        #expect(html.contains(">first</text>") && html.contains(">second</text>"))
    }

    @Test("lines are told apart without colour: each of eight styles has its own dashes")
    func dashes() {
        let dashes = (0..<LinePlot.seriesMax).map { place in
            Page.style.firstMatch(of: try! Regex("\\.s\(place) \\{[^}]*?(stroke-dasharray: [0-9 ]+)?; \\}")).map {
                String($0.output[1].substring ?? "")
            }
        }
        #expect(Set(dashes).count == LinePlot.seriesMax, "\(dashes)")
    }

    @Test("nothing to show is said, not drawn; values that are no numbers do not get into coordinates")
    func empty() {
        var page = Page(title: "t")
        page.plot(LinePlot(id: "", title: "Power", xName: "x", yName: "y", series: [PlotSeries(name: "a", points: [])]))
        #expect(page.html.contains("Power: there is nothing to show.") && !page.html.contains("<svg"))
        let flat = LinePlot(id: "p", title: "t", xName: "x", yName: "y", series: [PlotSeries(name: "a", points: [(0, 0)])])
        #expect(!flat.svg.contains("nan") && !flat.svg.contains("inf"))
    }
}
