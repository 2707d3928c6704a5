package import BerthModel

/// What is wrong with a document, at which of its values. `Document.error` adds the name of the file.
package struct DocumentFault: Error {
    var code: ErrorCode
    var message: String
    var position: DocumentPosition
    var hint: String?

    package init(_ code: ErrorCode, _ message: String, at position: DocumentPosition, hint: String? = nil) {
        self.code = code
        self.message = message
        self.position = position
        self.hint = hint
    }

    /// A fault that the model found in a value's text.
    package init(_ error: BerthError, at position: DocumentPosition) {
        self.init(error.code, error.message, at: position, hint: error.hint)
    }
}
