// swift-tools-version: 6.3
import PackageDescription

import class Foundation.ProcessInfo

/// Every target of ours is built the same way: an unmarked unsafe construct does not compile.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .strictMemorySafety(),
    .treatWarning("StrictMemorySafety", as: .error),
]

/// One floor of the design: what a target may import is exactly what stands here (`tools/tidy` checks it against docs/floors).
func floor(_ name: String, _ dependencies: [Target.Dependency] = [], checks: [SwiftSetting] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict + checks)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(
    of name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = [], exclude: [String] = []
) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies, exclude: exclude,
        resources: resources, swiftSettings: strict)
}

let heaps = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let deques = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let log = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")

let package = Package(
    name: "berth",
    products: [
        .executable(name: "berth", targets: ["berth"]),
        .executable(name: "berthd", targets: ["berthd"]),
        .executable(name: "berth-supervisor", targets: ["berth-supervisor"]),
        // What the NVML tests open with dlopen instead of the vendor's library.
        .library(name: "FakeNVML", type: .dynamic, targets: ["FakeNVML"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        // C: system libraries and thin shims
        .systemLibrary(name: "CHwloc", pkgConfig: "hwloc", providers: [.apt(["libhwloc-dev"])]),
        .systemLibrary(name: "CNuma", pkgConfig: "numa", providers: [.apt(["libnuma-dev"])]),
        .target(name: "CBerthSystem"),
        .target(name: "CNVML"),
        .target(name: "CBerthPlacement"),

        // Floor 0
        floor("BerthModel"),
        floor("BerthSystem", ["CBerthSystem"]),
        // Floor 1
        // BERTH_CHECKS: the core checks its invariants after every change. Debug builds, and so all tests, have it.
        floor("BerthPlacement", ["BerthModel", "CBerthPlacement"], checks: [.define("BERTH_CHECKS", .when(configuration: .debug))]),
        floor("BerthHost", ["BerthModel", "BerthSystem", "CHwloc", "CNuma", "CNVML"]),
        floor("BerthAPI", ["BerthModel", "BerthSystem"]),
        // Floor 2
        floor("BerthPolicy", ["BerthModel", "BerthPlacement"]),
        // Floor 3
        floor("BerthScheduler", ["BerthModel", "BerthPlacement", "BerthPolicy", deques, heaps]),
        // Floor 4
        floor("BerthStorage", ["BerthModel", "BerthSystem", "BerthPolicy", "BerthScheduler", yams, grdb, log]),
        floor("BerthExecutors", ["BerthModel", "BerthSystem", "BerthScheduler", log]),
        floor("BerthClient", ["BerthModel", "BerthSystem", "BerthAPI", nioCore, nioPosix, nioHTTP]),
        // Floor 5
        floor("BerthBench", ["BerthModel", "BerthPlacement", arguments]),
        floor(
            "BerthSimulator",
            ["BerthModel", "BerthSystem", "BerthPlacement", "BerthPolicy", "BerthScheduler", "BerthStorage", heaps]),
        // Floor 6
        floor(
            "BerthServer",
            [
                "BerthModel", "BerthSystem", "BerthPlacement", "BerthHost", "BerthAPI", "BerthPolicy", "BerthScheduler",
                "BerthStorage", "BerthExecutors", hummingbird, nioCore, nioPosix, lifecycle, unixSignals, log,
            ]),
        // Floor 7
        program(
            "berth",
            [
                "BerthModel", "BerthSystem", "BerthHost", "BerthAPI", "BerthClient", "BerthStorage", "BerthBench", "BerthSimulator",
                arguments,
            ]),
        program("berthd", ["BerthServer", arguments]),
        program("berth-supervisor", ["BerthModel", "BerthSystem", "BerthHost"]),

        // Measurements and long runs; not installed
        .executableTarget(
            name: "PlacementBench", dependencies: ["BerthModel", "BerthBench", arguments], path: "Benchmarks/PlacementBench",
            swiftSettings: strict),
        .executableTarget(
            name: "PlacementStress", dependencies: ["BerthModel", "BerthPlacement"], path: "Benchmarks/PlacementStress",
            swiftSettings: strict),
        .executableTarget(
            name: "PackingBench", dependencies: ["BerthModel", "BerthPlacement", "BerthSimulator", arguments],
            path: "Benchmarks/PackingBench",
            swiftSettings: strict),
        .executableTarget(
            name: "SchedulerBench", dependencies: ["BerthModel", "BerthPlacement", "BerthPolicy", "BerthScheduler", arguments],
            path: "Benchmarks/SchedulerBench", swiftSettings: strict),
        .executableTarget(
            name: "QueueBench", dependencies: ["BerthModel", "BerthPlacement", "BerthPolicy", "BerthScheduler", arguments],
            path: "Benchmarks/QueueBench", swiftSettings: strict),
        .executableTarget(
            name: "SimulatorBench", dependencies: ["BerthModel", "BerthPolicy", "BerthSimulator", arguments],
            path: "Benchmarks/SimulatorBench",
            swiftSettings: strict),
        .executableTarget(
            name: "CountedCalls", dependencies: ["BerthModel", "BerthPlacement", "BerthBench"], path: "Benchmarks/CountedCalls",
            swiftSettings: strict),
        .executableTarget(
            name: "TraceReading", dependencies: ["BerthModel", "BerthSystem", "BerthSimulator"], path: "Benchmarks/TraceReading",
            swiftSettings: strict),

        // Tests
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
        .target(name: "FakeNVML", dependencies: ["CNVML"], path: "Tests/FakeNVML"),
        tests(of: "BerthModel"),
        tests(of: "BerthSystem"),
        tests(of: "BerthPlacement", ["BerthModel", "PlacementStress"]),
        tests(of: "BerthBench", ["BerthModel", "BerthPlacement"]),
        tests(
            of: "BerthSimulator", ["BerthModel", "BerthPlacement", "BerthPolicy", "BerthScheduler", "BerthStorage"],
            resources: [.copy("Samples")]),
        tests(of: "BerthHost", ["BerthModel", "BerthSystem", "FakeNVML"], resources: [.copy("Fixtures")]),
        tests(of: "BerthAPI", ["BerthModel"]),
        tests(of: "BerthPolicy", ["BerthModel", "BerthPlacement"]),
        tests(of: "BerthScheduler", ["BerthModel", "BerthPlacement", "BerthPolicy"]),
        // Read where it lies, as it was written.
        tests(
            of: "BerthStorage", [grdb, "BerthModel", "BerthPlacement", "BerthPolicy", "BerthScheduler"], exclude: ["Journal/Fixtures"]),
        tests(of: "BerthExecutors", ["BerthModel", "BerthSystem", "BerthHost", "BerthScheduler", "berth-supervisor"]),
        .target(
            name: "CannedServer", dependencies: ["BerthSystem", nioCore, nioPosix, nioHTTP], path: "Tests/CannedServer",
            swiftSettings: strict),
        tests(of: "BerthClient", ["BerthModel", "BerthSystem", "BerthAPI", "CannedServer"]),
        .testTarget(
            name: "BerthCommandTests",
            dependencies: [
                "berth", "BerthModel", "BerthSystem", "BerthPolicy", "BerthScheduler", "BerthAPI", "BerthClient", "BerthStorage",
                "CannedServer", "TestSupport",
            ],
            swiftSettings: strict),
        tests(
            of: "BerthServer",
            [
                "BerthModel", "BerthPlacement", "BerthAPI", "BerthPolicy", "BerthScheduler", "BerthStorage", hummingbird,
                hummingbirdTesting,
            ]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["BerthModel", "BerthSystem", "BerthAPI", "BerthClient", "TestSupport", "berth", "berthd", "berth-supervisor"],
            swiftSettings: strict),
        .testTarget(
            name: "ScenarioTests",
            dependencies: ["BerthModel", "BerthPlacement", "BerthPolicy", "BerthScheduler", "BerthStorage", "TestSupport"],
            swiftSettings: strict),
    ]
)

// `tools/bench` sets this: the benchmark package, and what it needs, is neither fetched nor built for anything else.
if ProcessInfo.processInfo.environment["BERTH_BENCHMARKS"] != nil {
    package.dependencies.append(.package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []))
    for name in ["Placing", "Lookups"] {
        package.targets.append(
            .executableTarget(
                name: name,
                dependencies: ["BerthModel", "BerthPlacement", "BerthBench", .product(name: "Benchmark", package: "benchmark")],
                path: "Benchmarks/\(name)", swiftSettings: strict, plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]))
    }
}
