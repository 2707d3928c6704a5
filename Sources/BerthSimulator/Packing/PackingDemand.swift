package import BerthModel

/// The pods of an openb list, as specs: 4 bytes a pod beside its name.
package struct PackingDemand: Sendable {
    package internal(set) var specs: [PackingSpec] = []
    /// The spec of each pod, in the order of the list.
    package private(set) var pods: [Int32] = []
    package private(set) var names: [String] = []
    /// Pods that no empty node of the fleet holds. They arrive all the same, and are rejected.
    package private(set) var tooLarge: [String] = []
    package let outOfOrderCount: Int

    /// - Throws: what `OpenBTable` throws; `invalidSyntax` when there are no pods, and when none asks for a GPU.
    package init(_ rows: CSVRows, on fleet: PackingFleet) throws(BerthError) {
        let name = rows.name
        var table = try OpenBTable(pods: rows)
        var places: [PackingSpec: Int32] = [:]
        var isTooLarge: [Bool] = []
        while let pod = try table.nextPod() {
            let spec = PackingSpec(pod)
            let place = places[spec] ?? Int32(specs.count)
            if Int(place) == specs.count {
                places[spec] = place
                specs.append(spec)
                isTooLarge.append(!fleet.canHold(spec))
            }
            if isTooLarge[Int(place)] { tooLarge.append(pod.name) }
            pods.append(place)
            names.append(pod.name)
        }
        outOfOrderCount = table.outOfOrderCount
        guard specs.contains(where: { $0.gpuCount > 0 }) else { throw BerthError(.invalidSyntax, "no pod asks for a GPU", field: name) }
    }
}
