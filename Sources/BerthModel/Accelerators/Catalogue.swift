/// The device kinds and machine types that are known: the shipped ones, with a policy's changes over them.
public struct Catalogue: Sendable, Hashable {
    public var kinds: [KindName: AcceleratorKind]
    public var instances: [InstanceName: InstanceType]

    public init(kinds: [AcceleratorKind], instances: [InstanceType]) {
        self.kinds = Dictionary(uniqueKeysWithValues: kinds.map { ($0.name, $0) })
        self.instances = Dictionary(uniqueKeysWithValues: instances.map { ($0.name, $0) })
    }

    /// - Throws: `BerthError` with code `noSuchKind`, naming the nearest known kind.
    public func kind(_ name: KindName) throws(BerthError) -> AcceleratorKind {
        if let kind = kinds[name] { return kind }
        let known = kinds.keys.map(\.text).sorted()
        let hint =
            Spelling.nearest(to: name.text, among: known).map { "did you mean \"\($0)\"?" } ?? "known: \(known.joined(separator: ", "))"
        throw BerthError(.noSuchKind, "no accelerator kind \"\(name)\" is known", hint: hint)
    }

    /// - Throws: `BerthError` with code `invalidFleet`, naming the nearest known type.
    public func instance(_ name: InstanceName) throws(BerthError) -> InstanceType {
        if let instance = instances[name] { return instance }
        let known = instances.keys.map(\.text).sorted()
        let hint =
            Spelling.nearest(to: name.text, among: known).map { "did you mean \"\($0)\"?" } ?? "known: \(known.joined(separator: ", "))"
        throw BerthError(.invalidFleet, "no instance type \"\(name)\" is known", hint: hint)
    }
}
