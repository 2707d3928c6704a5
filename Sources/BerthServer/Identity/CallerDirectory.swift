import BerthModel
import BerthPolicy
import BerthSystem
import NIOPosix
import Synchronization

/// Finds the name and groups of a uid, and keeps them for a few seconds: a directory server may be slow, and a client that
/// submits a thousand jobs is the same person each time.
final class CallerDirectory: Sendable {
    private struct Entry {
        var caller: Caller
        var expires: ContinuousClock.Instant
    }

    /// How long a change of somebody's groups may go unnoticed.
    static let lifetime = Duration.seconds(5)
    private static let entriesMax = 10_000

    private let entries = Mutex<[UInt32: Entry]>([:])
    private let daemonUser: UInt32

    init(daemonUser: UInt32 = CurrentProcess.user) { self.daemonUser = daemonUser }

    func caller(_ peer: PeerCredentials) async throws -> Caller {
        let now = ContinuousClock.now
        if let entry = entries.withLock({ $0[peer.uid] }), entry.expires > now { return entry.caller }
        // The C library may wait for a network: not on a thread that answers requests.
        let caller = try await NIOThreadPool.singleton.runIfActive { self.lookUp(peer) }
        entries.withLock { entries in
            if entries.count >= CallerDirectory.entriesMax { entries = entries.filter { $0.value.expires > now } }
            entries[peer.uid] = Entry(caller: caller, expires: now + CallerDirectory.lifetime)
        }
        return caller
    }

    /// Somebody without an entry keeps the number as a name and belongs to no group.
    private func lookUp(_ peer: PeerCredentials) -> Caller {
        let user = try? Users.user(peer.uid)
        let groups = user.flatMap { try? Users.groupNames(of: $0) } ?? []
        return Caller(
            uid: peer.uid, gid: peer.gid, user: user?.name ?? String(peer.uid), groups: groups, isDaemonUser: peer.uid == daemonUser)
    }
}
