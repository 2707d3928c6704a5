import BerthAPI
import BerthModel

/// The output file of a member whose daemon gives the job's pattern only: `%j` is the job's id, `%a` the task, `%N` the node, `%m` the
/// member, `%%` a percent sign, and a relative name stands beneath the job's directory.
enum OutputPath {
    static func path(of job: JobView, _ node: JobView.Node) -> String? {
        guard let pattern = job.output, let directory = job.directory else { return nil }
        let name = expand(pattern) { letter in
            switch letter {
            case "j": job.id
            case "a": "\(JobID(job.id)?.task ?? 0)"
            case "N": node.name
            case "m": "\(node.member)"
            case "%": "%"
            default: nil
            }
        }
        return name.hasPrefix("/") ? name : "\(directory)/\(name)"
    }

    /// What follows a percent sign and has no meaning stays as it is.
    private static func expand(_ pattern: String, _ meaning: (Character) -> String?) -> String {
        var text = ""
        var rest = pattern[...]
        while let character = rest.popFirst() {
            if character == "%", let letter = rest.first, let word = meaning(letter) {
                text += word
                rest.removeFirst()
            } else {
                text.append(character)
            }
        }
        return text
    }
}
