/// What a reader has to say besides faults.
final class PolicyNotes {
    private(set) var list: [(sentence: String, position: DocumentPosition)] = []
    private(set) var users: [(user: String, position: DocumentPosition)] = []
    private var known: Set<String> = []

    func add(_ sentence: String, at position: DocumentPosition) { list.append((sentence, position)) }

    func addUser(_ user: String, at position: DocumentPosition) {
        if known.insert(user).inserted { users.append((user, position)) }
    }
}
