import BerthSystem
import Testing

@Suite struct DirectoryLockTests {
    @Test("a second holder is refused at once and told who holds it, until the first lets go")
    func excludes() throws {
        let scratch = try Scratch()
        #expect(try !DirectoryLock.isHeld(scratch.path))
        var lock = try DirectoryLock.tryLock(scratch.path)
        #expect(lock != nil)
        // flock(2) belongs to the open file, so a second open in the same process is a stranger.
        #expect(try DirectoryLock.tryLock(scratch.path) == nil)
        #expect(try DirectoryLock.isHeld(scratch.path))
        #expect(try DirectoryLock.holder(of: scratch.path) == CurrentProcess.identity())
        lock = nil
        #expect(try DirectoryLock.holder(of: scratch.path) == nil)
        #expect(try DirectoryLock.tryLock(scratch.path) != nil)
    }

    @Test("a lock goes with its process, however that ends")
    func endsWithTheProcess() throws {
        let scratch = try Scratch()
        let (input, ready) = try FileDescriptor.pipe()
        var request = SpawnRequest("flock", ["\(scratch.path)/lock", "sh", "-c", "echo held; exec sleep 60"])
        request.newSession = true
        request.output = ready
        let pid = try Processes.spawn(request)
        #expect(try input.read(upTo: 5) == Array("held\n".utf8))
        #expect(try DirectoryLock.tryLock(scratch.path) == nil)
        try Processes.send(.kill, toGroup: pid)
        #expect(try Processes.wait(for: pid) == .signalled(.kill))
        // The child of flock(1) holds a copy of the descriptor, and may end a moment after it.
        while try DirectoryLock.isHeld(scratch.path) {}
        #expect(try DirectoryLock.tryLock(scratch.path) != nil)
    }

    @Test("of many threads that want a lock exactly one gets it")
    func oneWinner() async throws {
        let scratch = try Scratch()
        let path = scratch.path
        let locks = try await withThrowingTaskGroup(of: DirectoryLock?.self) { group in
            for _ in 0..<16 { group.addTask { try DirectoryLock.tryLock(path) } }
            return try await group.reduce(into: [DirectoryLock]()) { if let lock = $1 { $0.append(lock) } }
        }
        #expect(locks.count == 1)
    }
}
