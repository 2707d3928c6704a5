extension HostTopology {
    /// One socket.
    public struct Package: Equatable, Sendable, Codable {
        /// The operating system's number.
        public var number: Int
        /// As the processor calls itself; nil where it does not say.
        public var model: String?
        public var cpus: CPUSet

        public init(number: Int, model: String? = nil, cpus: CPUSet) {
            self.number = number
            self.model = model
            self.cpus = cpus
        }
    }
}
