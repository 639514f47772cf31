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

    @Test("A lock that is a link or a pipe is refused, and what it names is left alone")
    func lockIsNoFile() async throws {
        try await TemporaryDirectory.with { path in
            #expect(mkdir(path, 0o700) == 0)
            let victim = path + "/victim"
            try "keep me".write(toFile: victim, atomically: false, encoding: .utf8)
            #expect(chmod(victim, 0o644) == 0)
            for target in [victim, path + "/new"] {
                #expect(symlink(target, path + "/beckon.lock") == 0)
                #expect(throws: DataDirectory.Failure.lockIsNoFile) {
                    try DataDirectory(path: path)
                }
                #expect(unlink(path + "/beckon.lock") == 0)
            }
            #expect(try String(contentsOfFile: victim, encoding: .utf8) == "keep me")
            #expect(OwnFile.looseMode(victim) == 0o644)
            #expect(!FileManager.default.fileExists(atPath: path + "/new"))
            #expect(mkfifo(path + "/beckon.lock", 0o600) == 0)
            #expect(throws: DataDirectory.Failure.lockIsNoFile) { try DataDirectory(path: path) }
        }
    }

    @Test("Data that stands elsewhere, behind a link, is made its owner's alone as well")
    func linked() async throws {
        try await TemporaryDirectory.with { path in
            let data = path + "/data"
            await (try SQLiteStore.open(DataDirectory(path: data))).close()
            let real = path + "/real.sqlite"
            #expect(rename(data + "/beckon.sqlite", real) == 0)
            #expect(symlink(real, data + "/beckon.sqlite") == 0)
            #expect(chmod(real, 0o644) == 0)
            let told = ToldNotices()
            let store = try await SQLiteStore.open(DataDirectory(path: data), tell: told.tell)
            #expect(OwnFile.looseMode(real) == nil)
            #expect(told.all.contains(.tightened(file: "beckon.sqlite", mode: 0o644)))
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
