/// Devices of a node as the bits of a word.
enum DeviceMask {
    /// - Returns: nil for what is no list of ascending indexes, 0…15.
    static func mask(_ devices: [Int]) -> UInt16? {
        var (mask, last) = (UInt16(0), -1)
        for device in devices {
            guard last < device, device < UInt16.bitWidth else { return nil }
            mask |= 1 << UInt16(device)
            last = device
        }
        return mask
    }

    /// Ascending.
    static func list(_ mask: UInt16) -> [Int] {
        var (list, rest) = ([Int](), mask)
        list.reserveCapacity(mask.nonzeroBitCount)
        while rest != 0 {
            list.append(rest.trailingZeroBitCount)
            rest &= rest &- 1
        }
        return list
    }
}
