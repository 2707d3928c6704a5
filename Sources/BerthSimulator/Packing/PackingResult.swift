/// What one replay gave.
package struct PackingResult: Sendable {
    package var placedCount = 0
    package var rejectedCount = 0
    /// At `PackingReplay.wattMarks`, in kW; shorter when the arrivals end before.
    package var kilowatts: [Double] = []
    /// At `PackingReplay.allocationMarks`, in percent of the fleet's GPU.
    package var allocations: [Double] = []

    package init() {}
}
