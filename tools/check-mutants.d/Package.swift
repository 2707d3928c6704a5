// swift-tools-version: 6.3
import PackageDescription

// The placement core and its tests alone, so that a bug planted in a copy of them is built in seconds.

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .strictMemorySafety(),
]

let package = Package(
    name: "berth",
    targets: [
        .target(name: "CBerthPlacement"),
        .target(name: "BerthModel", swiftSettings: strict),
        .target(
            name: "BerthPlacement", dependencies: ["BerthModel", "CBerthPlacement"], swiftSettings: strict + [.define("BERTH_CHECKS")]),
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
        .executableTarget(
            name: "PlacementStress", dependencies: ["BerthModel", "BerthPlacement"], path: "Benchmarks/PlacementStress",
            swiftSettings: strict),
        .testTarget(
            name: "BerthPlacementTests", dependencies: ["BerthPlacement", "TestSupport", "BerthModel", "PlacementStress"],
            swiftSettings: strict),
    ]
)
