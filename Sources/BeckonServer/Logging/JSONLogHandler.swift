import BeckonModel
import BeckonWire
import Foundation
import Logging

/// One JSON object a line, for machines.
struct JSONLogHandler: LogHandler {
    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    let label: String
    let write: @Sendable ([UInt8]) -> Void

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
        if let own = event.metadata { all.merge(own) { $1 } }
        let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        var line = JSONWriter.object { json in
            json.field("at", now)
            json.field("level", event.level.rawValue)
            json.field("message", event.message.description)
            json.object("metadata") { $0.raw(Self.members(all)) }
        }
        line.append(UInt8(ascii: "\n"))
        write(line)
    }

    /// `"name":"value",…` in the order of the names, which are not known when this is compiled.
    private static func members(_ metadata: Logger.Metadata) -> [UInt8] {
        var members = JSONWriter()
        for (index, pair) in metadata.sorted(by: { $0.key < $1.key }).enumerated() {
            if index > 0 { members.raw([UInt8(ascii: ",")]) }
            members.string(pair.key)
            members.raw([UInt8(ascii: ":")])
            members.string(pair.value.description)
        }
        return members.bytes
    }
}
