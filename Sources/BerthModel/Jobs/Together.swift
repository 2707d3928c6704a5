/// Where all members of a gang must stand together.
public enum Together: String, Codable, Hashable, Sendable, CaseIterable {
    /// In one NVLink domain: the nodes that a fleet file links (an NVL72), or one node of GPUs.
    case nvlink
    /// In one NeuronLink domain: the nodes that a fleet file links (an UltraServer), or one Neuron node.
    case neuronlink
    case node
    /// In the place that their nodes stand in.
    case rack
    /// In one place just below the site.
    case hall

    /// The makers whose devices are linked so; nil where it is no matter of links.
    public var vendor: AcceleratorKind.Vendor? {
        switch self {
        case .nvlink: .nvidia
        case .neuronlink: .neuron
        case .node, .rack, .hall: nil
        }
    }

    /// `NVLink domain`.
    public var phrase: String {
        switch self {
        case .nvlink: "NVLink domain"
        case .neuronlink: "NeuronLink domain"
        case .node, .rack, .hall: rawValue
        }
    }
}
