import BerthModel
import BerthScheduler

/// What can be due on the virtual clock.
enum FaultEvent {
    /// A client's next command.
    case client
    /// A submission whose answer never came is made again.
    case again(ClientCommand)
    /// The daemon takes in what has come; of one life of it.
    case round(life: Int)
    /// The scheduler asked to be called.
    case wake(life: Int, moment: Int64)
    /// A message to a node, sent in one life of the daemon.
    case toNode(Int, NodeMessage, life: Int)
    case toDaemon(ExecutorReport, life: Int)
    case beat(Int)
    /// The next step of a process.
    case step(Int, RunID, Step, plan: Int)
    /// The scrub of that number on a node is over.
    case scrubEnd(Int, UInt64)
    case leaseEnd(Int)
    case fault
    case nodeUp(Int)
    case flap(Int)
    /// In the liveness phase.
    case tend
    case daemonUp

    enum Step {
        case begin
        case failToBegin
        case end(RunOutcome)
        case ready
        case unready
    }
}

/// What a client asks for.
enum ClientCommand {
    case submit(JobSpec, user: Int, key: String)
    case cancel(JobID)
    case hold(JobID)
    case release(JobID)
    case requeue(JobID)
    case update(JobID, priority: Int?, time: Duration?)
    case drain(NodeName)
    case undrain(NodeName)
    case policy(SimulatedPolicy)
}
