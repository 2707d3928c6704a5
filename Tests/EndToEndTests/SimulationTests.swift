import Foundation
import TestSupport
import Testing

extension EndToEnd {
    @Suite("Simulations")
    struct SimulationTests {
        /// Rows of one device for 50 s, one each ten seconds.
        private static let rows = 3000

        @Test("a trace through a pipe is read as it comes, says how far it is, and ends with its figures")
        func pipe() throws {
            let folder = try TemporaryDirectory()
            let make =
                "printf 'timestamp,duration,num_gpus\\n'; i=0; while [ $i -lt \(Self.rows) ]; do "
                + "printf '2017-10-%02d %02d:%02d:%02d,50.0,1\\n' $((i/8640+1)) $((i/360%24)) $((i/6%60)) $((i%6*10)); i=$((i+1)); done"
            let read = "\"\(Binaries.berth)\" simulate philly --jobs - --cluster 1x8 --progress --json"
            let child = try ChildProcess(
                ["/bin/sh", "-c", "{ \(make); } | \(read)"], output: folder.file("out"), error: folder.file("err"))
            #expect(child.wait() == 0, "\((try? String(contentsOfFile: folder.file("err"), encoding: .utf8)) ?? "")")
            let text = try String(contentsOfFile: folder.file("out"), encoding: .utf8)
            let report = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
            #expect(report["ended"] as? Int == Self.rows && report["rows"] as? Int == Self.rows)
            #expect(report["utilisation_percent"] as? Double ?? 0 > 60)
            // Five of eight devices, and the last 50 s.
            #expect(report["utilisation_percent_arriving"] as? Double ?? 100 < 62.6)
        }

        @Test("two policies cannot be compared on a trace that comes through a pipe")
        func pipeTwice() throws {
            let folder = try TemporaryDirectory()
            let policy = try folder.write("schema: 1\n", to: "p.yaml")
            let line = "\"\(Binaries.berth)\" simulate philly --jobs - --cluster 1x8 --compare \(policy) \(policy)"
            let child = try ChildProcess(["/bin/sh", "-c", "echo | \(line)"], error: folder.file("err"))
            #expect(child.wait() == 64)
            #expect(try String(contentsOfFile: folder.file("err"), encoding: .utf8).contains("can be read once only"))
        }
    }
}
