import CWebAssets
import Foundation
import NIOCore
import NIOPosix

/// Where the pages come from: the files in this program, as Scripts/embed-web made them, or the sources in a directory, which
/// are read again each time and sent as they are.
package struct WebAssets: Sendable {
    private enum Source {
        case embedded([String: WebAsset])
        case directory(URL)
    }

    private let source: Source

    /// The sources in `root`. Without it the files in this program; where it was built without any, the sources that it was
    /// built from, or `./web`. `nil`: there are no pages.
    package static func chosen(root: String?) -> WebAssets? {
        if let root { return directory(root) }
        if embeddedCount > 0 { return embedded() }
        return [builtFrom, "web"].first { isDirectory($0 + "/shared") }.map(directory)
    }

    /// This file's own place, four levels below the repository's root.
    private static let builtFrom = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../web").standardizedFileURL.path(percentEncoded: false)

    /// The directory of the sources that are served; `nil` for the files in this program.
    package var sources: String? {
        switch source {
        case .embedded: nil
        case .directory(let root): root.path(percentEncoded: false)
        }
    }

    /// The files that were compiled in.
    package static func embedded() -> WebAssets {
        var files: [String: WebAsset] = [:]
        for index in 0..<beckon_web_asset_count() {
            let file = beckon_web_asset_at(index)
            guard let path = file.path else { continue }
            let text = String(cString: path)
            let bytes = UnsafeRawBufferPointer(start: file.bytes, count: file.count)
            let gzip = file.gzip.map { UnsafeRawBufferPointer(start: $0, count: file.gzip_count) }
            files[text] = WebAsset(
                path: text, bytes: ByteBuffer(bytes: bytes), gzip: gzip.map(ByteBuffer.init(bytes:))
            )
        }
        return WebAssets(source: .embedded(files))
    }

    /// Files held in memory, by path, and what is taken for their compressed form.
    package static func files(
        _ files: [String: String], gzip: [String: String] = [:]
    ) -> WebAssets {
        let pairs = files.map { path, text in
            let gzip = gzip[path].map(ByteBuffer.init(string:))
            return (path, WebAsset(path: path, bytes: ByteBuffer(string: text), gzip: gzip))
        }
        return WebAssets(source: .embedded(Dictionary(uniqueKeysWithValues: pairs)))
    }

    package static func directory(_ path: String) -> WebAssets {
        WebAssets(
            source: .directory(
                URL(filePath: path, directoryHint: .isDirectory).resolvingSymlinksInPath()))
    }

    package static func isDirectory(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
            && isDirectory.boolValue
    }

    /// How many files were compiled in.
    package static var embeddedCount: Int { beckon_web_asset_count() }

    func asset(_ path: AssetPath) async -> WebAsset? {
        switch source {
        case .embedded(let files): files[path.text]
        case .directory(let root):
            try? await NIOThreadPool.singleton.runIfActive { Self.read(path, below: root) }
        }
    }

    /// `nil` too for a link that leads out of the directory, and for what is not a file.
    private static func read(_ path: AssetPath, below root: URL) -> WebAsset? {
        let file = root.appending(path: path.text).resolvingSymlinksInPath()
        guard file.path().hasPrefix(root.path().hasSuffix("/") ? root.path() : root.path() + "/"),
            let values = try? file.resourceValues(forKeys: [.isRegularFileKey]),
            values.isRegularFile == true, let data = try? Data(contentsOf: file)
        else { return nil }
        return WebAsset(path: path.text, bytes: ByteBuffer(bytes: data))
    }
}
