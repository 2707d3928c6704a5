import BerthBench
import FoundationEssentials

var bench = PlacementBench()
let arguments = Array(CommandLine.arguments.dropFirst())
if arguments.count > 0 { bench.nodes = Int(arguments[0]) ?? bench.nodes }
if arguments.count > 1 { bench.threads = Int(arguments[1]) ?? 1 }
if arguments.count > 2 { bench.utilisation = Double(arguments[2]) ?? 0.8 }
if arguments.count > 3 { bench.seconds = Double(arguments[3]) ?? 2 }
if arguments.count > 4 { bench.measuresLatency = arguments[4] == "lat" }
if arguments.count > 5 { bench.powerBound = Double(arguments[5]) }
if arguments.contains("newest") { bench.victims = .newest }
let encoder = JSONEncoder()
encoder.outputFormatting = [.sortedKeys]
print(String(decoding: try encoder.encode(bench.run()), as: UTF8.self))
