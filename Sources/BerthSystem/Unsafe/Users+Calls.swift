import Glibc

extension Users {
    /// The entry of a user, nil where there is none.
    public static func user(_ id: UInt32) throws(SystemError) -> User? {
        try unsafe lookUp("getpwuid") { unsafe getpwuid_r(id, $0, $1, $2, $3) } read: { unsafe User($0) }
    }

    public static func user(named name: String) throws(SystemError) -> User? {
        try unsafe lookUp("getpwnam") { unsafe getpwnam_r(name, $0, $1, $2, $3) } read: { unsafe User($0) }
    }

    /// The name of a group, nil where there is no entry.
    public static func group(_ id: UInt32) throws(SystemError) -> String? {
        try unsafe lookUp("getgrgid") { unsafe getgrgid_r(id, $0, $1, $2, $3) } read: { (entry: group) in
            unsafe String(cString: entry.gr_name)
        }
    }

    /// The number of a group, nil where there is none of that name.
    public static func group(named name: String) throws(SystemError) -> UInt32? {
        try unsafe lookUp("getgrnam") { unsafe getgrnam_r(name, $0, $1, $2, $3) } read: { (entry: group) in unsafe entry.gr_gid }
    }

    /// The numbers of all groups that a user belongs to, the primary one first.
    public static func groups(of user: User) throws(SystemError) -> [UInt32] {
        var capacity: Int32 = 64
        // The C library raises the count to what it needs. A user is in at most 65,536 groups (NGROUPS_MAX).
        while capacity <= 131_072 {
            var groups = [UInt32](repeating: 0, count: Int(capacity))
            var count = capacity
            if unsafe getgrouplist(user.name, user.primaryGroup, &groups, &count) >= 0 { return Array(groups.prefix(Int(count))) }
            capacity = max(count, capacity * 2)
        }
        throw SystemError(number: EINVAL, call: "getgrouplist", subject: user.name)
    }

    /// Runs a `_r` call with a buffer that grows for as long as the call says ERANGE.
    private static func lookUp<Entry: BitwiseCopyable, Answer>(
        _ call: String,
        _ body: (
            UnsafeMutablePointer<Entry>, UnsafeMutablePointer<CChar>, Int, UnsafeMutablePointer<UnsafeMutablePointer<Entry>?>
        ) -> Int32,
        read: (Entry) -> Answer
    ) throws(SystemError) -> Answer? {
        var size = 4096
        while true {
            let entry = UnsafeMutablePointer<Entry>.allocate(capacity: 1)
            let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: size)
            defer {
                unsafe entry.deallocate()
                unsafe buffer.deallocate()
            }
            var found: UnsafeMutablePointer<Entry>?
            let number = unsafe body(entry, buffer, size, &found)
            switch number {
            case 0: return if let found = unsafe found { unsafe read(found.pointee) } else { nil }
            case ERANGE where size < 1 << 24: size *= 4
            case EINTR: continue
            // What the databases answer for "no such entry" where they do not answer 0 (getpwnam(3), ERRORS).
            case ENOENT, ESRCH, EBADF, EPERM: return nil
            default: throw SystemError(number: number, call: call)
            }
        }
    }
}

extension User {
    init(_ entry: passwd) {
        unsafe id = entry.pw_uid
        unsafe primaryGroup = entry.pw_gid
        unsafe name = String(cString: entry.pw_name)
        unsafe home = String(cString: entry.pw_dir)
        unsafe shell = String(cString: entry.pw_shell)
    }
}
