/// The user and group databases of this host, whatever feeds them (files, LDAP).
///
/// Every question goes to the C library; a directory server may make it slow.
public enum Users {
    /// The name of a user, or its number in digits where there is no entry.
    public static func name(of id: UInt32) -> String { (try? user(id))?.name ?? String(id) }

    /// The name of a group, or its number in digits where there is no entry.
    public static func groupName(of id: UInt32) -> String { (try? group(id)) ?? String(id) }

    /// The names of all groups that a user belongs to, the primary one first.
    public static func groupNames(of user: User) throws(SystemError) -> [String] {
        try groups(of: user).map(groupName)
    }
}
