import BeckonSQLite
import Foundation
import StoreTesting
import Testing

@testable import BeckonServer

@Suite struct DoctorTests {
    private func settings(_ path: String) -> ServerSettings {
        var settings = ServerSettings()
        settings.data = path
        return settings
    }

    @Test("Sound data is said to be sound, data in use is left alone, damage is named")
    func data() async throws {
        try await TemporaryDirectory.with { path in
            let store = try await SQLiteStore.open(DataDirectory(path: path))
            var workload = Workload(seed: 5)
            for _ in 0..<20 { _ = await store.appended(workload.next()) }
            let doctor = Doctor(settings: settings(path))
            #expect(await doctor.examine().contains { $0.text.contains("A server runs on") })
            await store.close()
            #expect(await doctor.examine().contains { $0.text.contains("Every log is whole") })

            let file = try FileHandle(forUpdating: URL(filePath: path + "/beckon.sqlite"))
            try file.seek(toOffset: 0)
            try file.write(contentsOf: Data(repeating: 0x5A, count: 4096))
            try file.close()
            #expect(await doctor.examine().contains { $0.verdict == .broken })
        }
    }
}
