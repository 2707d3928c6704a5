/// What a command knows of its own call.
struct Invocation {
    /// All words after `berth`, without a socket that stood first.
    var arguments: [String] = []
    /// The socket that was named before the command.
    var socket: String?
    var console = Console.standard

    @TaskLocal static var current = Invocation()
    static var arguments: [String] { current.arguments }
    static var console: Console { current.console }
}
