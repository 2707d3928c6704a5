import Glibc

/// The one place where errno becomes a `SystemError`.
enum SystemCall {
    /// Runs a call that answers -1 on failure, again for as long as a signal interrupts it.
    /// - Throws: `SystemError` with the errno of the call.
    @discardableResult
    static func check<Answer: SignedInteger & FixedWidthInteger>(
        _ call: String, _ subject: @autoclosure () -> String = "", _ body: () -> Answer
    ) throws(SystemError) -> Answer {
        while true {
            let answer = body()
            if answer != -1 { return answer }
            let number = errno
            if number != EINTR { throw SystemError(number: number, call: call, subject: subject()) }
        }
    }

    /// Runs a call that answers the error number itself (the pthread and posix_spawn families).
    static func checkReturned(_ call: String, _ subject: @autoclosure () -> String = "", _ body: () -> Int32) throws(SystemError) {
        let number = body()
        if number != 0 { throw SystemError(number: number, call: call, subject: subject()) }
    }
}
