package import BerthModel

/// How far a replay is.
package struct ReplayPoint: Sendable {
    package var read: Int
    package var ended: Int
    package var waiting: Int
    package var running: Int
    /// Of the virtual clock.
    package var now: Timestamp
}
