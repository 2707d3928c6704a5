import Glibc

/// An `errno` value as an error.
struct ErrorNumber: Error {
    let code: Int32

    static let noSuchProcess = ESRCH
    static let noSuchCall = ENOSYS
    static let notPermitted = EPERM
}
