import Hummingbird

/// What a request carries beside itself: the connection it came over.
struct APIContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Nil only where no connection was accepted (a router that is called directly).
    let connection: Connection?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        connection = Connection.current
    }
}
