import Glibc

/// The error numbers that callers tell apart, under their names in errno(3).
public enum ErrorNumber {
    public static let notPermitted = EPERM
    public static let notFound = ENOENT
    public static let noSuchProcess = ESRCH
    public static let accessDenied = EACCES
    public static let exists = EEXIST
    public static let notADirectory = ENOTDIR
    public static let invalid = EINVAL
    public static let noSpace = ENOSPC
    public static let quotaExceeded = EDQUOT
    public static let readOnly = EROFS
    public static let tooManyLinks = ELOOP
    public static let tooBig = EFBIG
    public static let noReader = ENXIO
    public static let noChild = ECHILD
    public static let connectionRefused = ECONNREFUSED
    public static let timedOut = ETIMEDOUT
}
