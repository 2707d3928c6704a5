/// The files of traces.
enum TraceFile {
    /// `-` is standard input, as for other files.
    static func path(_ given: String) -> String { given == "-" ? "/dev/stdin" : given }
}
