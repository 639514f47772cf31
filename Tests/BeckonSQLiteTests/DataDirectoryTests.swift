import BeckonStore
import Foundation
import StoreTesting
import Testing

@testable import BeckonSQLite

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
            let names = try FileManager.default.contentsOfDirectory(atPath: path)
            #expect(names.contains("beckon-index.sqlite-wal"))
            for name in names { #expect(try mode("/" + name) == 0o600, "\(name)") }
            await store.close()
        }
    }

    @Test("A lock tells the next owner how the data was left")
    func lastEnd() async throws {
        try await TemporaryDirectory.with { path in
            var directory = try DataDirectory(path: path)
            #expect(directory.lastEnd == .unknown)
            var store = try await SQLiteStore.open(directory)
            var workload = Workload(seed: 81)
            let opened = workload.open()
            #expect(await store.appended(opened) == .committed)
            // A copy of the lock's file is what a killed server would leave.
            let lock = try String(contentsOfFile: path + "/beckon.lock", encoding: .utf8)
            await store.close()

            directory = try DataDirectory(path: path)
            let file = LastEnd.FileStamp(path + "/beckon.sqlite")
            #expect(file != nil)
            #expect(directory.lastEnd == .clean(position: 3, file: file))
            directory.unlock()
            #expect(try DataDirectory(path: path).lastEnd == directory.lastEnd, "opened by nobody")

            try lock.write(toFile: path + "/beckon.lock", atomically: false, encoding: .utf8)
            directory = try DataDirectory(path: path)
            #expect(directory.lastEnd == .unclean)
            store = try await SQLiteStore.open(directory)
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
