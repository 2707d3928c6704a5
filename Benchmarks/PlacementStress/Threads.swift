import Foundation

/// Runs closures on threads of their own and waits for all of them. (Tasks would share as many threads as there are cores, and one
/// that never waits would keep another from starting.)
enum Threads {
    static func run(_ bodies: [@Sendable () -> Void]) {
        let group = DispatchGroup()
        for body in bodies {
            group.enter()
            let thread = Thread {
                body()
                group.leave()
            }
            thread.start()
        }
        group.wait()
    }
}
