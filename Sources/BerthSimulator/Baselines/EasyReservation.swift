/// Where and when the first job that does not fit is to start.
struct EasyReservation {
    /// In milliseconds.
    var moment: Int64
    /// By node: the devices that are left beside the reserved ones at that moment; nil where nothing is reserved.
    var spare: [Int?]
}
