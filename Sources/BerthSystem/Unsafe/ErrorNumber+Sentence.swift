import CBerthSystem

extension ErrorNumber {
    /// The C library's words for an error number, in lower case: `no such file or directory`.
    static func sentence(_ number: Int32) -> String {
        // The GNU call returns a constant for every known number, so nothing is shared between threads.
        guard let text = unsafe berth_error_text(number) else { return "error \(number)" }
        let words = unsafe String(cString: text)
        return words.prefix(1).lowercased() + words.dropFirst()
    }
}
