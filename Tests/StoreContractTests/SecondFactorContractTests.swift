import BeckonModel
import BeckonStore
import StoreTesting
import Testing

@Suite struct SecondFactorContractTests {
    static let now = Timestamp(milliseconds: 1_767_225_600_000)
    let dana = StaffID(unchecked: "dana")

    private func factor(_ secret: [UInt8]) -> SecondFactor {
        SecondFactor(staff: dana, secret: secret, createdAt: Self.now)
    }

    private func winners(
        of count: Int, _ body: @escaping @Sendable () async throws -> Bool
    ) async throws -> Int {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<count { group.addTask { try await body() } }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
    }

    @Test("A factor is begun, turned on once, and stays what it is", arguments: Backend.allCases)
    func turnedOn(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            #expect(try await store.secondFactor(of: dana) == nil)
            #expect(try await store.begin(factor([1])))
            #expect(try await store.begin(factor([2])))
            #expect(try await store.staffWithSecondFactor().isEmpty)
            #expect(try await !store.useSecondFactor(of: dana, secret: [2], step: 5))
            let dana = dana
            #expect(
                try await !store.turnOnSecondFactor(
                    of: dana, secret: [1], step: 5, recoveryCodes: []))
            let winners = try await winners(of: 20) {
                try await store.turnOnSecondFactor(
                    of: dana, secret: [2], step: 5, recoveryCodes: [[7], [8]])
            }
            #expect(winners == 1)
            #expect(try await !store.begin(factor([3])))
            var on = factor([2])
            on.isOn = true
            on.lastStep = 5
            #expect(try await store.secondFactor(of: dana) == on)
            #expect(try await store.staffWithSecondFactor() == [dana])
        }
    }

    @Test("A step counts once, and none before it", arguments: Backend.allCases)
    func steps(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            let dana = dana
            _ = try await store.begin(factor([1]))
            _ = try await store.turnOnSecondFactor(
                of: dana, secret: [1], step: 5, recoveryCodes: [])
            #expect(try await !store.useSecondFactor(of: dana, secret: [1], step: 5))
            #expect(try await !store.useSecondFactor(of: dana, secret: [2], step: 6))
            let winners = try await winners(of: 50) {
                try await store.useSecondFactor(of: dana, secret: [1], step: 7)
            }
            #expect(winners == 1)
            #expect(try await !store.useSecondFactor(of: dana, secret: [1], step: 6))
        }
    }

    @Test("Each recovery code counts once, and goes with the factor", arguments: Backend.allCases)
    func recoveryCodes(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            let dana = dana
            _ = try await store.begin(factor([1]))
            _ = try await store.turnOnSecondFactor(
                of: dana, secret: [1], step: 5, recoveryCodes: [[7], [8]])
            #expect(try await store.recoveryCodesLeft(of: dana) == 2)
            let winners = try await winners(of: 50) {
                try await store.takeRecoveryCode([7], of: dana)
            }
            #expect(winners == 1)
            #expect(try await !store.takeRecoveryCode([8], of: StaffID(unchecked: "eli")))
            try await store.putRecoveryCodes([[9], [10], [11]], of: dana)
            #expect(try await !store.takeRecoveryCode([8], of: dana))
            #expect(try await store.recoveryCodesLeft(of: dana) == 3)
            #expect(try await store.removeSecondFactor(of: dana))
            #expect(try await !store.removeSecondFactor(of: dana))
            #expect(try await store.recoveryCodesLeft(of: dana) == 0)
            #expect(try await store.secondFactor(of: dana) == nil)
        }
    }

    @Test("The 20 devices used last are known", arguments: Backend.allCases)
    func devices(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            for number in UInt8(0)..<21 {
                try await store.putDevice(
                    [number], of: dana, at: Self.now.advanced(by: .seconds(Int(number))))
                // Still in use.
                try await store.putDevice(
                    [0], of: dana, at: Self.now.advanced(by: .seconds(Int(number))))
            }
            #expect(try await store.isDevice([0], of: dana))
            #expect(try await !store.isDevice([1], of: dana))
            #expect(try await store.isDevice([2], of: dana))
            #expect(try await !store.isDevice([2], of: StaffID(unchecked: "eli")))
            try await store.dropDevices(of: dana)
            #expect(try await !store.isDevice([2], of: dana))
        }
    }

    @Test("A store's own secret is one for all who ask", arguments: Backend.allCases)
    func ownSecret(_ backend: Backend) async throws {
        try await backend.run { store async throws in
            let secrets = try await withThrowingTaskGroup(of: [UInt8].self) { group in
                for _ in 0..<10 { group.addTask { try await store.ownSecret("salt") } }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(secrets.count == 1 && secrets.first?.count == 32)
            #expect(try await store.ownSecret("other") != secrets.first)
        }
    }
}
