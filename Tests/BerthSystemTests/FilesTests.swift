import BerthSystem
import Testing

@Suite struct FilesTests {
    @Test("a file written atomically holds the new bytes and leaves nothing beside it")
    func writesAtomically() throws {
        let scratch = try Scratch()
        let path = "\(scratch.path)/state"
        try Files.writeAtomically("old".utf8, to: path, permissions: 0o640)
        try Files.writeAtomically("new".utf8, to: path, permissions: 0o640)
        #expect(try Files.readText(path, limit: 100) == "new")
        #expect(try Files.list(scratch.path) == ["state"])
        let status = try #require(try Files.status(path))
        #expect(status.kind == .file && status.size == 3 && status.owner == CurrentProcess.user)
        #expect(status.permissions & 0o600 == 0o600)
    }

    @Test("a failed atomic write names the path, keeps the old file and leaves nothing beside it")
    func failedWriteChangesNothing() throws {
        let scratch = try Scratch()
        let path = "\(scratch.path)/taken"
        try Files.createDirectory(path)
        try Files.writeAtomically("x".utf8, to: "\(path)/inside")
        let error = #expect(throws: SystemError.self) { try Files.writeAtomically("y".utf8, to: path) }
        #expect(error?.subject == path)
        #expect(try Files.list(scratch.path) == ["taken"])
        #expect(try Files.readText("\(path)/inside", limit: 1) == "x")
    }

    @Test("a file longer than the limit is refused, one of just that length is read")
    func readIsBounded() throws {
        let scratch = try Scratch()
        let path = "\(scratch.path)/long"
        try Files.writeAtomically([UInt8](repeating: 7, count: 100_000), to: path)
        #expect(try Files.read(path, limit: 100_000).count == 100_000)
        let error = #expect(throws: SystemError.self) { try Files.read(path, limit: 99_999) }
        #expect(error?.number == ErrorNumber.tooBig)
        #expect(error?.subject == path)
    }

    @Test("appending keeps what was there")
    func appends() throws {
        let scratch = try Scratch()
        for line in ["one\n", "two\n"] { try Files.append(line.utf8, to: "\(scratch.path)/records") }
        #expect(try Files.readText("\(scratch.path)/records", limit: 100) == "one\ntwo\n")
    }

    @Test("parents are made only when asked, and making a directory twice is no error")
    func makesDirectories() throws {
        let scratch = try Scratch()
        let deep = "\(scratch.path)/a/b/c"
        let error = #expect(throws: SystemError.self) { try Files.createDirectory(deep) }
        #expect(error?.number == ErrorNumber.notFound)
        try Files.createDirectory(deep, withParents: true)
        try Files.createDirectory(deep, withParents: true)
        #expect(try Files.status(deep)?.kind == .directory)
        try Files.append("x".utf8, to: "\(deep)/file")
        #expect(throws: SystemError.self) { try Files.createDirectory("\(deep)/file") }
    }

    @Test("removing a tree removes links, never what they lead to")
    func removesTrees() throws {
        let scratch = try Scratch()
        let (kept, gone) = ("\(scratch.path)/kept", "\(scratch.path)/gone")
        try Files.createDirectory(kept)
        try Files.append("x".utf8, to: "\(kept)/file")
        try Files.createDirectory("\(gone)/deeper", withParents: true)
        try Files.createFIFO("\(gone)/pipe")
        let pid = try Processes.spawn(SpawnRequest("ln", ["-s", kept, "\(gone)/link"]))
        #expect(try Processes.wait(for: pid) == .exited(0))
        try Files.removeTree(gone)
        try Files.removeTree(gone)
        #expect(!Files.exists(gone))
        #expect(try Files.list(kept) == ["file"])
    }

    @Test("a link is told from what it leads to, and refused where it may not be followed")
    func seesLinks() throws {
        let scratch = try Scratch()
        let (file, link) = ("\(scratch.path)/file", "\(scratch.path)/link")
        try Files.append("x".utf8, to: file)
        let pid = try Processes.spawn(SpawnRequest("ln", ["-s", file, link]))
        #expect(try Processes.wait(for: pid) == .exited(0))
        #expect(try Files.status(link)?.kind == .file)
        #expect(try Files.status(link, followingLinks: false)?.kind == .link)
        #expect(try Files.resolve(link) == Files.resolve(file))
        let error = #expect(throws: SystemError.self) { try FileDescriptor.open(link, [.read, .noFollow]) }
        #expect(error?.number == ErrorNumber.tooManyLinks)
    }

    @Test("the free room is within the total, and a missing path says so")
    func reportsSpace() throws {
        let space = try Files.space(at: "/")
        #expect(space.total > 0 && (0...space.total).contains(space.free))
        let error = #expect(throws: SystemError.self) { try Files.space(at: "/no/such/place") }
        #expect(error.map(String.init(describing:)) == "cannot statvfs /no/such/place: no such file or directory")
    }

    @Test(
        "the parent and the name of a path",
        arguments: [("/a/b", "/a", "b"), ("/a", "/", "a"), ("a", ".", "a"), ("a/b/c", "a/b", "c"), ("/", "/", "")])
    func splitsPaths(path: String, parent: String, name: String) {
        #expect(Files.parent(of: path) == parent)
        #expect(Files.name(of: path) == name)
    }
}
