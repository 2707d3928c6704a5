extension WordStore {
    /// Words of its own with the values of another's, each as it was at some instant of the call.
    convenience init(copying other: WordStore) {
        let words = other.words
        self.init((0..<other.count).map { words.load($0) })
    }
}
