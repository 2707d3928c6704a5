import BerthAPI
import BerthModel
import BerthPolicy
import BerthScheduler
import Hummingbird

extension API {
    func profiles(_ call: Call) async throws -> Response {
        let caller = call.caller
        return try .json(
            await thread.read { loop in
                guard Sight(caller, loop.scheduler).mayReadPolicy else {
                    throw BerthError(.notAllowed, "profiles are of the policy: only operators and auditors read them")
                }
                return ProfileList(
                    profiles: loop.scheduler.profiles.map { ProfileView($0, revision: loop.scheduler.revision.number) },
                    disagreements: loop.scheduler.disagreements(with: loop.scheduler.policy))
            })
    }
}

extension ProfileView {
    fileprivate init(_ profile: WorkloadProfile, revision: Int) {
        self.init(
            workload: profile.workload.text, members: profile.members, kind: profile.kind.text, slots: profile.slots,
            throughputThousandths: profile.speed?.thousandths, unit: profile.speed?.unit,
            source: profile.speed?.origin(revision: revision), jobs: profile.jobs)
    }
}
