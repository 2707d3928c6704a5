// swift-tools-version: 6.3
import PackageDescription

// The placement core with explored words in place of its atomic ones. A package of its own, so that no other build can come to have
// them; tools/explore-placement puts it together with the sources.

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .strictMemorySafety(),
    .treatWarning("StrictMemorySafety", as: .error),
]

let package = Package(
    // Of the same name as the whole: what is `package` there is `package` here.
    name: "berth",
    targets: [
        .target(name: "CBerthPlacement"),
        .target(name: "CPlacementExplorer"),
        .target(name: "BerthModel", swiftSettings: strict),
        .target(
            name: "BerthPlacement", dependencies: ["BerthModel", "CBerthPlacement"], swiftSettings: strict + [.define("BERTH_EXPLORE")]),
        .executableTarget(
            name: "PlacementExplorer", dependencies: ["BerthModel", "BerthPlacement", "CPlacementExplorer"],
            swiftSettings: strict + [.unsafeFlags(["-enforce-exclusivity=unchecked"])]),
    ]
)
