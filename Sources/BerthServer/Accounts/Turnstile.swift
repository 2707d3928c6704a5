/// Lets one in at a time, in the order of coming: for what reads a whole journal, so that many who ask cost no more than one.
actor Turnstile {
    private var isTaken = false
    private var queue: [CheckedContinuation<Void, Never>] = []

    func pass<Outcome: Sendable>(_ body: @Sendable () async throws -> Outcome) async throws -> Outcome {
        await enter()
        defer { leave() }
        return try await body()
    }

    private func enter() async {
        guard isTaken else {
            isTaken = true
            return
        }
        await withCheckedContinuation { queue.append($0) }
    }

    /// Hands the place on, so that nobody who comes now slips in between.
    private func leave() {
        if queue.isEmpty { isTaken = false } else { queue.removeFirst().resume() }
    }
}
