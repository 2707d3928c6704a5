import ArgumentParser
import BerthModel

struct CompletionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completion", abstract: "Print the completion script of a shell.",
        discussion: """
            bash:  berth completion bash > ~/.local/share/bash-completion/completions/berth
            zsh:   berth completion zsh > _berth, in a directory of $fpath
            fish:  berth completion fish > ~/.config/fish/completions/berth.fish
            """)

    enum Shell: String, ExpressibleByArgument, CaseIterable { case bash, zsh, fish }

    @Argument(help: "bash, zsh or fish.")
    var shell: Shell

    mutating func run() throws {
        let kind: CompletionShell =
            switch shell {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        Invocation.console.line(Berth.completionScript(for: kind))
    }
}
