package import BerthModel

/// A document that was read, and what its messages call it.
package struct Document {
    /// The file; nil for a request body, whose faults are named by JSON pointers.
    var fileName: String?
    var root: DocumentNode
    /// Of a document that was put together from several files, whose lines are counted on; else empty.
    var parts: [Part] = []

    /// One of the files.
    struct Part {
        var name: String
        /// Its first line in the whole.
        var firstLine: Int
    }

    init(fileName: String?, root: DocumentNode) {
        self.fileName = fileName
        self.root = root
    }

    /// `file:line:column`.
    func place(_ position: DocumentPosition) -> String {
        guard let part = parts.last(where: { $0.firstLine <= position.line }) else {
            return "\(fileName ?? "policy"):\(position.line):\(position.column)"
        }
        return "\(part.name):\(position.line - part.firstLine + 1):\(position.column)"
    }

    /// The error for a fault: `file:line:column` where there is a file, else the JSON pointer of the value.
    func error(_ fault: DocumentFault) -> BerthError {
        guard parts.isEmpty else { return BerthError(fault.code, fault.message, field: place(fault.position), hint: fault.hint) }
        return Document.error(fault, fileName: fileName, root: root)
    }

    /// - Parameter root: nil where the text could not be read to its end.
    static func error(_ fault: DocumentFault, fileName: String?, root: DocumentNode?) -> BerthError {
        let field: String? =
            if let fileName {
                "\(fileName):\(fault.position.line):\(fault.position.column)"
            } else if let root {
                root.pointer(to: fault.position)
            } else {
                "\(fault.position.line):\(fault.position.column)"
            }
        return BerthError(fault.code, fault.message, field: field, hint: fault.hint)
    }

    /// An error that the model put at a JSON pointer, at its place in the file.
    func placing(_ error: BerthError) -> BerthError {
        guard let fileName, let pointer = error.field, pointer.hasPrefix("/") else { return error }
        let position = root.position(of: pointer)
        var placed = error
        placed.field = "\(fileName):\(position.line):\(position.column)"
        return placed
    }

    /// Runs a reader over the root, turning its faults into errors of this document.
    package func read<Value>(_ body: (DocumentNode) throws(DocumentFault) -> Value) throws(BerthError) -> Value {
        do {
            return try body(root)
        } catch {
            throw self.error(error)
        }
    }
}

extension DocumentNode {
    /// The same values, so many lines further down.
    func shifted(by lines: Int) -> DocumentNode {
        func shifted(_ position: DocumentPosition) -> DocumentPosition {
            DocumentPosition(line: position.line + lines, column: position.column)
        }
        var node = self
        node.position = shifted(position)
        switch content {
        case .mapping(let entries):
            node.content = .mapping(
                entries.map {
                    DocumentNode.Entry(key: $0.key, keyPosition: shifted($0.keyPosition), value: $0.value.shifted(by: lines))
                })
        case .list(let items): node.content = .list(items.map { $0.shifted(by: lines) })
        case .scalar, .nothing: break
        }
        return node
    }

    /// The JSON pointer of the value (or of the key) at a position; nil for the whole document.
    func pointer(to place: DocumentPosition) -> String? {
        if position == place { return "" }
        switch content {
        case .mapping(let entries):
            for entry in entries {
                let step = "/" + entry.key.replacing("~", with: "~0").replacing("/", with: "~1")
                if entry.keyPosition == place { return step }
                if let rest = entry.value.pointer(to: place) { return step + rest }
            }
        case .list(let items):
            for (index, item) in items.enumerated() {
                if let rest = item.pointer(to: place) { return "/\(index)" + rest }
            }
        case .scalar, .nothing:
            break
        }
        return nil
    }

    /// Where the value of a JSON pointer stands, as far down as the document goes along with it.
    func position(of pointer: String) -> DocumentPosition {
        var node = self
        for step in pointer.split(separator: "/") {
            switch node.content {
            case .mapping(let entries):
                guard let entry = entries.first(where: { $0.key == step }) else { return node.position }
                node = entry.value
            case .list(let items):
                guard let index = Int(step), items.indices.contains(index) else { return node.position }
                node = items[index]
            case .scalar, .nothing:
                return node.position
            }
        }
        return node.position
    }
}
