/// Makes and undoes the steps of claims on the shared words: one exchange a step, no lock, no allocation.
///
/// A thread that is stopped between two steps holds what it has taken so far, and nothing else: others see those pieces as taken
/// and go on.
struct ClaimTable: Sendable {
    let words: WordArray

    /// How a claim is admitted.
    enum Admission {
        /// A new claim: the node must admit jobs, and every domain must have the watts.
        case new
        /// What ran before a restart, and still runs: it draws its watts and sits on its node whatever the budget and the drain say now.
        case restored
    }

    /// All steps, or none: on the first that fails, those before it are undone in reverse.
    func claim(_ steps: ClaimSteps, _ admission: Admission) -> Bool {
        for (index, step) in steps.steps.enumerated() where !take(step, admission) {
            for undone in steps.steps[..<index].reversed() { giveBack(undone) }
            return false
        }
        return true
    }

    /// In reverse: a piece is free again before its watts are, so that watts never count less than what is held.
    /// - Precondition: the steps were claimed; giving back what nobody holds is a fault of the caller.
    func release(_ steps: ClaimSteps) {
        for step in steps.steps.reversed() { giveBack(step) }
    }

    private func take(_ step: ClaimSteps.Step, _ admission: Admission) -> Bool {
        switch step {
        case .watts(let word, let milliwatts):
            if admission == .restored {
                words.add(word, UInt64(bitPattern: -milliwatts))
                return true
            }
            return words.update(word) { HeadroomWord(bits: $0).reserving(milliwatts)?.bits } != nil
        case .devices(let word, let set):
            return words.update(word) { NodeWord(bits: $0).claiming(set, unadmitted: admission == .restored)?.bits } != nil
        case .cores(let word, let claim):
            return words.update(word) { CoreWord(bits: $0).claiming(claim)?.bits } != nil
        case .memory(let word, let mebibytes, let capacity):
            return words.update(word) { MemoryWord(bits: $0).claiming(mebibytes, of: capacity)?.bits } != nil
        }
    }

    private func giveBack(_ step: ClaimSteps.Step) {
        switch step {
        case .watts(let word, let milliwatts):
            words.add(word, UInt64(bitPattern: milliwatts))
        case .devices(let word, let set):
            let before = words.update(word) { NodeWord(bits: $0).freeing(set)?.bits }
            precondition(before != nil, "(1) devices \(set) are given back that nobody holds")
        case .cores(let word, let claim):
            let before = words.update(word) { CoreWord(bits: $0).freeing(claim)?.bits }
            precondition(before != nil, "(1) cores are given back that nobody holds")
        case .memory(let word, let mebibytes, _):
            let before = words.update(word) { MemoryWord(bits: $0).freeing(mebibytes)?.bits }
            precondition(before != nil, "(1) \(mebibytes) MiB are given back that nobody holds")
        }
    }
}
