import BerthModel

/// Where in a policy file something is read, and what reading it needs.
struct PolicyPlace {
    /// What messages call it: `power.hall-2`.
    var name: String
    let catalogue: Catalogue
    let notes: PolicyNotes
    /// Beneath a key of which was said that it has no effect.
    var isSilent = false
    /// Whether keys are read that this version refuses: for tests of their form.
    let readsRefused: Bool

    /// The place of a map within this one.
    func inner(_ name: String) -> PolicyPlace {
        var place = self
        place.name = name
        return place
    }

    var silent: PolicyPlace {
        var place = self
        place.isSilent = true
        return place
    }
}
