import BerthModel

extension JobSpec {
    /// What the job asks for, in one line: `2 x (8 x h200, 8 cores, 64 GiB) in one rack`.
    var requestLine: String {
        let devices = accelerators.map(\.phrase).joined(separator: " | ")
        let member = [
            devices.isEmpty ? workload.map { "workload \($0)" } : devices, cpus == .cores(1) ? "1 core" : "\(cpus) cores", "\(memory)",
        ]
        .compactMap { $0 }.joined(separator: ", ")
        guard members.min > 1 else { return member }
        return "\(members.min) x (\(member))" + (together.map { " in one \($0.phrase)" } ?? "")
    }
}
