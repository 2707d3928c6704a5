import BerthModel
import Testing

@testable import BerthStorage

@Suite("lines of a batch")
struct JobLineReaderTests {
    private let defaults = JobFile.Defaults(directory: "/srv/u")

    private func quick(_ text: String) -> JobSpec? {
        var values = ValueMemory()
        let bytes = Array("x\(text)y".utf8)
        return JobLineReader.read(bytes, 1..<(bytes.count - 1), defaults, &values)
    }

    @Test(
        "a usual job is read the quick way, and as it is read the other way",
        arguments: [
            #"{"command":["true"]}"#,
            #"{"name":"bench","command":["true"],"directory":"/","accelerators":"h200:1","cpus":0.125,"memory":"1 MiB","#
                + #""time":"10m","simulate":{"duration":"0s","exit":0}}"#,
            #" { "name" : "é🚀" , "command" : [ "a" , "" , "b c" ] , "cpus" : "4" , "queue":"q","agency":"a","workload":"w" } "#,
            #"{"command":["/usr/bin/x"],"priority":-3,"output":"o","class":"gang","simulate":{}}"#,
            #"{"command":["x"],"accelerators":"h200:8 | trn2:16","simulate":{"exit":3}}"#,
        ])
    func usual(text: String) throws {
        let spec = try #require(quick(text))
        #expect(try spec == JobFile.decodeJSON(Array(text.utf8), fileName: nil, defaults: defaults))
    }

    @Test(
        "anything else is left to the reader that knows all",
        arguments: [
            "", "{", "[]", "{}", #"{"command":["x"]"#, #"{"command":["x"]}}"#, #"{"command":["x"],}"#, #"{"command":["x",]}"#,
            #"{"command":["\u0078"]}"#, #"{"command":["x"],"command":["y"]}"#, #"{"command":"x"}"#, #"{"command":null}"#,
            #"{"command":["x"],"hold":true}"#, #"{"command":["x"],"commnd":["y"]}"#, #"{"command":["x"],"cpus":1e1}"#,
            #"{"command":["x"],"cpus":01}"#, #"{"command":["x"],"cpus":-}"#, #"{"command":["x"],"cpus":1.}"#,
            #"{"command":["x"],"cpus":0}"#,
            #"{"command":["x"],"memory":"0 B"}"#, #"{"command":["x"],"memory":5}"#, #"{"command":["x"],"time":"10"}"#,
            #"{"command":["x"],"time":"0s"}"#, #"{"command":["x"],"priority":1001}"#, #"{"command":["x"],"priority":"1"}"#,
            #"{"command":["x"],"class":"Batch"}"#, #"{"command":["x"],"directory":"relative"}"#, #"{"command":[]}"#,
            #"{"command":["x"],"simulate":{"exit":256}}"#, #"{"command":["x"],"simulate":{"exit":1,"exit":1}}"#,
            #"{"command":["x"],"simulate":{"more":1}}"#, #"{"command":["x"],"accelerators":{"any":["h200"]}}"#,
            #"{"command":["x"],"agency":"-a"}"#, "{\"command\":[\"x\"],\"cpus\":\"x\t5,\"name\":\"n\"}", "{\"command\":[\"a\nb\"]}",
        ])
    func others(text: String) { #expect(quick(text) == nil) }

    @Test("text that is not UTF-8 is left to it too")
    func notUTF8() {
        var values = ValueMemory()
        let bytes = Array(#"{"command":[""#.utf8) + [0xFF] + Array(#""]}"#.utf8)
        #expect(JobLineReader.read(bytes, bytes.indices, defaults, &values) == nil)
    }

    @Test("whatever text comes, the quick way says nothing or what the other says", arguments: 1...30 as ClosedRange<UInt64>)
    func random(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let pieces = [
            #""name":"n""#, #""command":["a","b"]"#, #""command":["x"]"#, #""cpus":0.5"#, #""cpus":3"#, #""memory":"2 GiB""#,
            #""memory":"x""#,
            #""time":"1h30m""#, #""directory":"/d""#, #""hold":false"#, #""class":"service""#, #""replicas":2"#, #""priority":7"#,
            #""simulate":{"duration":"5s"}"#, #""accelerators":"trn2:4""#, #""queue":"work""#, #""array":"0-3""#, #""output":"""#,
        ]
        var reader = JobFile.LineReader(defaults)
        var same = 0
        for _ in 0..<300 {
            let parts = (0..<Int.random(in: 0...5, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
            var text = "{\(([#""command":["y"]"#] + parts).joined(separator: ","))}"
            if Int.random(in: 0..<3, using: &random) == 0 {
                var bytes = Array(text.utf8)
                let place = Int.random(in: bytes.indices, using: &random)
                bytes[place] = [0x22, 0x5C, 0x09, 0x7B, 0x2C, 0x3A, 0x30, 0x61, 0x20][Int.random(in: 0..<9, using: &random)]
                text = String(decoding: bytes, as: UTF8.self)
            }
            let bytes = Array(text.utf8)
            let known = Result { () throws(BerthError) in try JobFile.decodeJSON(bytes, fileName: nil, defaults: defaults) }
            let read = Result { () throws(BerthError) in try reader.read(bytes, bytes.indices) }
            switch (known, read) {
            case (.success(let left), .success(let right)):
                #expect(left == right, "\(text)")
                same += 1
            case (.failure(let left), .failure(let right)): #expect("\(left)" == "\(right)", "\(text)")
            default: Issue.record("\(text): \(known), \(read)")
            }
        }
        #expect(same > 20)
    }
}
