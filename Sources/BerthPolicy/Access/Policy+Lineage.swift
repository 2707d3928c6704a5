public import BerthModel

extension Policy {
    /// An agency with those above it, leaf first; stops at the first name that the policy does not have.
    public func lineage(of agency: AgencyName) -> [AgencyName] {
        var line: [AgencyName] = []
        var next: AgencyName? = agency
        while let name = next, let entry = agencies[name], !line.contains(name) {
            line.append(name)
            next = entry.parent
        }
        return line
    }
}
