import Foundation
import TestSupport
import Testing

/// Tests of the real programs. One after the other: each starts daemons, and some measure what happens under load of their own making.
@Suite("End to end", .serialized)
struct EndToEnd {
    /// One agency for everybody, no budgets.
    static let openPolicy = """
        schema: 1
        agencies:
          lab: {users: ["*"]}

        """

    /// Four modelled nodes for the simulated executor.
    static let modelledFleet = """
        schema: 1
        name: modelled
        nodes:
          - {names: "h-[1-4]", instance: p5e.48xlarge}

        """
}
