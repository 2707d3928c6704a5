package import BerthModel

extension TraceCluster {
    /// Reads `64x8` (nodes and devices of each, of no particular kind) and `v100:36,p100:9x4` (by kind; one number is nodes of one device).
    /// - Throws: `BerthError` with code `invalidQuantity` or `invalidName`.
    package init(parsing text: String) throws(BerthError) {
        var pools: [Pool] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let halves = part.split(separator: ":", omittingEmptySubsequences: false)
            guard (1...2).contains(halves.count) else { throw TraceCluster.refuse(part) }
            let kind = halves.count == 2 ? try KindName(String(halves[0])) : nil
            let sizes = halves[halves.count - 1].split(separator: "x", omittingEmptySubsequences: false).map(TraceCluster.number)
            // Without a kind one number could be nodes as well as devices.
            guard sizes.count == 2 || sizes.count == 1 && kind != nil, let nodes = sizes[0], let devices = sizes.count == 2 ? sizes[1] : 1,
                (1...Limits.nodesMax).contains(nodes), (0...Limits.devicesPerGroupMax).contains(devices)
            else { throw TraceCluster.refuse(part) }
            pools.append(Pool(kind: kind, nodes: nodes, devices: devices))
        }
        self.init(pools: pools)
    }

    private static func number(_ text: Substring) -> Int? {
        (1...7).contains(text.utf8.count) && text.allSatisfy { $0.isASCII && $0.isNumber } ? Int(text) : nil
    }

    private static func refuse(_ part: Substring) -> BerthError {
        BerthError(
            .invalidQuantity, "\"\(part.prefix(80))\" is not a pool of nodes",
            hint: "write NODESxDEVICES like \"64x8\", or by kind \"v100:36,p100:9x4\"; \(Limits.devicesPerGroupMax) devices at most")
    }
}
