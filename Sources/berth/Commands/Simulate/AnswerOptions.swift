import ArgumentParser
import BerthModel
import BerthSimulator
import BerthSystem

/// How the answer is given.
struct AnswerOptions: ParsableArguments {
    @Flag(help: "One JSON object instead of the table.")
    var json = false
    @Option(help: ArgumentHelp("Also write a page with tables and plots, which needs nothing else to be read.", valueName: "file"))
    var html: String?
    @Flag(help: "Tell on standard error how far it is, also where that is no terminal.")
    var progress = false
}
