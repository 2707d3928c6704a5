import Glibc

/// A null-terminated array of C strings, as exec wants it, freed with the object.
@safe
final class CStringArray {
    private let base: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    init(_ strings: [String]) {
        count = strings.count
        unsafe base = .allocate(capacity: strings.count + 1)
        for (index, string) in strings.enumerated() { unsafe (base + index).initialize(to: strdup(string)) }
        unsafe (base + strings.count).initialize(to: nil)
    }

    convenience init(environment: [String: String]) {
        self.init(environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
    }

    deinit {
        for index in 0..<count { unsafe free(base[index]) }
        unsafe base.deallocate()
    }

    /// Valid only inside the body.
    func withPointer<Answer>(_ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Answer) -> Answer {
        unsafe body(base)
    }
}
