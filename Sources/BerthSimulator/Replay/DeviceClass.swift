/// Jobs by the devices that they ask for, all members together.
package enum DeviceClass: String, CaseIterable, Sendable {
    case none = "cores only"
    case one = "1 device"
    case node = "2 to 8"
    case many = "over 8"

    package init(devices: Int) {
        self =
            switch devices {
            case ...0: .none
            case 1: .one
            case 2...8: .node
            default: .many
            }
    }

    /// In JSON.
    package var key: String {
        switch self {
        case .none: "cores_only"
        case .one: "1"
        case .node: "2_to_8"
        case .many: "over_8"
        }
    }
}
