public import BerthModel

/// What limits say to people.
extension UsageBook {
    /// - Parameter what: whose watts these are, for the message.
    public func blocker(_ excess: Excess, of what: String = "this job needs") -> Blocker {
        let name = tree.name(of: excess.agency)
        let most = excess.limit + excess.borrowing
        let left = max(0, most - excess.held)
        switch excess.resource {
        case .devices(let kind):
            return blocker(
                excess, name, left, of: kind.text, unit: "devices", clearing: "a job of \(name) that holds \(kind) ends", limit: kind.text)
        case .units:
            return blocker(excess, name, left, of: "units", unit: "units", clearing: "a job of \(name) ends", limit: "units")
        case .power:
            let loan = excess.borrowing > 0 ? " and \(UsageBook.watts(excess.borrowing)) it may borrow" : ""
            return Blocker(
                .agencyQuota,
                "agency \(name) reserves \(UsageBook.watts(excess.held)) of its \(UsageBook.watts(excess.limit))\(loan), "
                    + "\(what) \(UsageBook.watts(excess.need))",
                need: UsageBook.watts(excess.need).roundedUp, have: UsageBook.watts(left).roundedDown, unit: "W", domain: name.text,
                clearsWhen: ["a job of \(name) ends", "an operator raises agencies.\(name).limits.power"])
        }
    }

    /// Of what is counted in thousandths.
    private func blocker(
        _ excess: Excess, _ name: AgencyName, _ left: Int, of what: String, unit: String, clearing: String, limit: String
    ) -> Blocker {
        let loan = excess.borrowing > 0 ? " and \(UsageBook.decimal(excess.borrowing)) it may borrow" : ""
        return Blocker(
            .agencyQuota,
            "agency \(name) holds \(UsageBook.decimal(excess.held)) of its \(UsageBook.decimal(excess.limit)) \(what)\(loan), "
                + "this job needs \(UsageBook.decimal(excess.need))",
            need: (excess.need + 999) / 1000, have: left / 1000, unit: unit, domain: name.text,
            clearsWhen: [clearing, "an operator raises agencies.\(name).limits.\(limit)"])
    }

    private static func watts(_ milliwatts: Int) -> Watts { Watts(milliwatts: Int64(milliwatts)) }

    /// Thousandths as people count them: `3`, `2.143`.
    static func decimal(_ thousandths: Int) -> String {
        let part = thousandths % 1000
        guard part != 0 else { return "\(thousandths / 1000)" }
        var digits = "\(1000 + part)".dropFirst()
        while digits.last == "0" { digits = digits.dropLast() }
        return "\(thousandths / 1000).\(digits)"
    }

    /// - Throws: `BerthError` with code `neverFits` when limits, and what may be borrowed above them, are below the job alone, so that no
    ///   waiting helps.
    public func admitEver(_ agency: Int, kind: KindName?, thousandths: Int, watts: Watts) throws(BerthError) {
        for node in tree.line(of: agency) {
            let name = tree.name(of: Int(node))
            guard let rules = accounts[Int(node)].rules else { continue }
            if let kind, let limit = rules.most(of: .devices(kind)), thousandths > limit {
                throw BerthError(
                    .neverFits,
                    "cannot ever run here: agency \(name) may hold \(UsageBook.decimal(limit)) x \(kind) at once\n"
                        + "  asked  \(UsageBook.decimal(thousandths)) x \(kind)",
                    hint:
                        "ask for \(limit / 1000) or fewer, or ask an operator to raise agencies.\(name).limits.\(kind)")
            }
            if let limit = rules.most(of: .power), watts.milliwatts > limit {
                throw BerthError(
                    .neverFits, "cannot ever run here: agency \(name) may reserve \(UsageBook.watts(limit)) at once\n  asked  \(watts)",
                    hint: "ask for less, or ask an operator to raise agencies.\(name).limits.power")
            }
            if let kind, let limit = rules.most(of: .units), units(of: kind, thousandths: thousandths) > limit {
                throw BerthError(
                    .neverFits,
                    "cannot ever run here: agency \(name) may hold \(UsageBook.decimal(limit)) units at once\n"
                        + "  asked  \(UsageBook.decimal(units(of: kind, thousandths: thousandths))) units of \(kind)",
                    hint: "ask for less, or ask an operator to raise agencies.\(name).limits.units")
            }
        }
    }
}

extension Policy.Agency {
    /// The limit with what may be borrowed above it.
    fileprivate func most(of resource: Resource) -> Int? { limit(of: resource).map { $0 + borrowing(of: resource) } }
}
