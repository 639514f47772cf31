import Foundation
package import Logging

package enum LoggerFactory {
    /// Logs go to the error stream, so that what is said to the person at the terminal stays apart.
    package static func make(_ settings: ServerSettings) -> Logger {
        var logger =
            switch settings.logFormat {
            case .text:
                Logger(
                    label: "beckon",
                    factory: { LineLogHandler(StreamLogHandler.standardError(label: $0)) })
            case .json:
                Logger(
                    label: "beckon",
                    factory: { label in
                        JSONLogHandler(label: label) { line in
                            try? FileHandle.standardError.write(contentsOf: Data(line))
                        }
                    })
            }
        logger.logLevel = settings.logLevel
        return logger
    }
}
