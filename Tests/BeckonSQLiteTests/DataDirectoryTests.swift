import BeckonSQLite
import Foundation
import StoreTesting
import Testing

@Suite struct DataDirectoryTests {
    @Test("A second owner is told which process has the directory")
    func lock() async throws {
        try await TemporaryDirectory.with { path in
            let first = try DataDirectory(path: path)
            let pid = ProcessInfo.processInfo.processIdentifier
            #expect(throws: DataDirectory.Failure.inUse(pid: pid)) {
                try DataDirectory(path: path)
            }
            first.unlock()
            let second = try DataDirectory(path: path)
            second.unlock()
        }
    }

    @Test("Closing the store gives the directory back")
    func close() async throws {
        try await TemporaryDirectory.with { path in
            let store = try await SQLiteStore.open(DataDirectory(path: path))
            #expect(throws: DataDirectory.Failure.self) { try DataDirectory(path: path) }
            await store.close()
            try DataDirectory(path: path).unlock()
        }
    }

    @Test("Only the owner may read the directory and the files")
    func modes() async throws {
        try await TemporaryDirectory.with { parent in
            let path = parent + "/a/b"
            let store = try await SQLiteStore.open(DataDirectory(path: path))
            try await store.check()
            func mode(_ name: String) throws -> Int? {
                let attributes = try FileManager.default.attributesOfItem(atPath: path + name)
                return (attributes[.posixPermissions] as? NSNumber)?.intValue
            }
            #expect(try mode("") == 0o700)
            for name in ["/beckon.lock", "/beckon.sqlite", "/beckon.sqlite-wal"] {
                #expect(try mode(name) == 0o600, "\(name)")
            }
            await store.close()
        }
    }

    @Test("A directory that cannot be made is a typed error")
    func unusable() {
        #expect(throws: DataDirectory.Failure.unusable(errno: ENOTDIR)) {
            try DataDirectory(path: "/dev/null/data")
        }
    }
}
