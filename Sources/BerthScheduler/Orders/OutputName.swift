public import BerthModel

/// The names of output files: `%j` is the job's id (a task's with its index), `%a` the task's index or 0, `%N` the node, `%m` the
/// member, `%%` a percent sign. Anything else after a percent sign stays as it is.
public struct OutputName {
    public var job: JobID
    public var node: NodeName
    public var member: Int

    public init(job: JobID, node: NodeName, member: Int) {
        self.job = job
        self.node = node
        self.member = member
    }

    public func expand(_ pattern: String) -> String {
        var text = ""
        var rest = pattern[...]
        while let character = rest.popFirst() {
            guard character == "%", let letter = rest.first else {
                text.append(character)
                continue
            }
            switch letter {
            case "j": text += job.description
            case "a": text += String(job.task ?? 0)
            case "N": text += node.text
            case "m": text += String(member)
            case "%": text += "%"
            default:
                text.append(character)
                continue
            }
            rest.removeFirst()
        }
        return text
    }
}
