import CBerthSystem
import Glibc

/// A thread of its own, for work that blocks: the threads of Swift's tasks must never wait for a system call.
@safe
public final class SystemThread: Sendable {
    private let handle: pthread_t

    /// Starts a thread. Its name, at most 15 bytes, shows in ps(1) and debuggers.
    /// - Throws: EAGAIN where the host has no room for one.
    public init(name: String, _ body: @escaping @Sendable () -> Void) throws(SystemError) {
        precondition(name.utf8.count <= 15, "the thread name \"\(name)\" has more than 15 bytes")
        let start = unsafe Unmanaged.passRetained(Start(name: name, body: body))
        var handle = pthread_t()
        do throws(SystemError) {
            try SystemCall.checkReturned("start", "thread \(name)") {
                unsafe pthread_create(
                    &handle, nil,
                    { context in
                        let start = unsafe Unmanaged<Start>.fromOpaque(context!).takeRetainedValue()
                        unsafe berth_name_thread(start.name)
                        start.body()
                        return nil
                    }, start.toOpaque())
            }
        } catch {
            unsafe start.release()
            throw error
        }
        self.handle = handle
    }

    /// Waits until the thread's body has returned. Call once, from another thread.
    public func join() { _ = pthread_join(handle, nil) }

    /// What the new thread runs, carried over as one reference.
    private final class Start {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }
}
