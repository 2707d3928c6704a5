/// What passes looked at since the start: the figures by which one sees whether a pass costs what was touched.
package struct PassEffort: Sendable {
    package var passes = 0
    /// Shapes that something given back may have helped.
    package var woken = 0
    /// Jobs that were looked at.
    package var examined = 0
    /// Questions to the placement core.
    package var asked = 0
    package var placed = 0
    /// Reservations made on a new copy of the placement core.
    package var reviews = 0
    /// Lanes that a limit no longer kept.
    package var lifted = 0
}
