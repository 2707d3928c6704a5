/// The fleet when so much was asked for.
package struct OpenBPoint: Encodable, Sendable {
    /// GPU asked for, of the fleet's, cut to whole percent.
    package var percent: Int
    /// GPU allocated, of the fleet's.
    package var allocationPercent: Double
    /// Of the free GPU, what a typical pod cannot use, on average: FGD's measure.
    package var fragmentationPercent: Double
    package var kilowatts: Double

    enum CodingKeys: String, CodingKey {
        case percent
        case allocationPercent = "allocation_percent"
        case fragmentationPercent = "fragmentation_percent"
        case kilowatts = "power_kw"
    }
}
