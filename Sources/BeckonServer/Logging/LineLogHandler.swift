import BeckonHTTP
import Logging

/// Keeps each event of the log on a line of its own: whatever control characters a message or its metadata hold are written as escapes, also where whoever logs them
/// forgot that they are a stranger's.
struct LineLogHandler<Inner: LogHandler>: LogHandler {
    private var inner: Inner

    init(_ inner: Inner) { self.inner = inner }

    var logLevel: Logger.Level {
        get { inner.logLevel }
        set { inner.logLevel = newValue }
    }

    var metadata: Logger.Metadata {
        get { inner.metadata }
        set { inner.metadata = newValue.mapValues(Self.encoded) }
    }

    var metadataProvider: Logger.MetadataProvider? {
        get { inner.metadataProvider }
        set { inner.metadataProvider = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { inner[metadataKey: key] }
        set { inner[metadataKey: key] = newValue.map(Self.encoded) }
    }

    func log(event: LogEvent) {
        var event = event
        event.message = "\(LogText.line(event.message.description))"
        event.metadata = event.metadata?.mapValues(Self.encoded)
        inner.log(event: event)
    }

    private static func encoded(_ value: Logger.Metadata.Value) -> Logger.Metadata.Value {
        "\(LogText.line(value.description))"
    }
}
