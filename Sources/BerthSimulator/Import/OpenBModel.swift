/// A GPU model of the openb fleet, with the watts of one GPU in the power model of PWR+FGD (CCGrid 2025).
package struct OpenBModel: Sendable {
    package let name: String
    /// Of a GPU on which nothing is allocated.
    package let idleWatts: Int
    /// Of a GPU with any allocation.
    package let busyWatts: Int

    /// The models of openb; A100 is the class that the trace calls G3 and is in no public list. Order is of no meaning.
    package static let all = [
        OpenBModel(name: "T4", idleWatts: 10, busyWatts: 70),
        OpenBModel(name: "P100", idleWatts: 25, busyWatts: 250),
        OpenBModel(name: "V100M16", idleWatts: 30, busyWatts: 300),
        OpenBModel(name: "V100M32", idleWatts: 30, busyWatts: 300),
        OpenBModel(name: "A10", idleWatts: 30, busyWatts: 150),
        OpenBModel(name: "G2", idleWatts: 30, busyWatts: 150),
        OpenBModel(name: "G3", idleWatts: 50, busyWatts: 400),
        OpenBModel(name: "A100", idleWatts: 50, busyWatts: 400),
    ]

    package static func place(of name: some StringProtocol) -> Int? { all.firstIndex { $0.name == name } }
}
