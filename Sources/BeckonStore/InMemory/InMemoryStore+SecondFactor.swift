package import BeckonModel

extension InMemoryStore {
    package func secondFactor(of staff: StaffID) async throws(StoreError) -> SecondFactor? {
        try access { $0.secondFactors[staff] }
    }

    package func staffWithSecondFactor() async throws(StoreError) -> Set<StaffID> {
        try access { state in Set(state.secondFactors.values.filter(\.isOn).map(\.staff)) }
    }

    package func begin(_ factor: SecondFactor) async throws(StoreError) -> Bool {
        try access { state in
            if state.secondFactors[factor.staff]?.isOn == true { return false }
            state.secondFactors[factor.staff] = factor
            return true
        }
    }

    package func turnOnSecondFactor(
        of staff: StaffID, secret: [UInt8], step: Int, recoveryCodes: [[UInt8]]
    ) async throws(StoreError) -> Bool {
        try access { state in
            guard var factor = state.secondFactors[staff], !factor.isOn, factor.secret == secret,
                factor.lastStep < step
            else { return false }
            factor.isOn = true
            factor.lastStep = step
            state.secondFactors[staff] = factor
            state.recoveryCodes[staff] = Set(recoveryCodes)
            return true
        }
    }

    package func useSecondFactor(
        of staff: StaffID, secret: [UInt8], step: Int
    ) async throws(StoreError) -> Bool {
        try access { state in
            guard let factor = state.secondFactors[staff], factor.isOn, factor.secret == secret,
                factor.lastStep < step
            else { return false }
            state.secondFactors[staff]?.lastStep = step
            return true
        }
    }

    package func removeSecondFactor(of staff: StaffID) async throws(StoreError) -> Bool {
        try access { state in
            state.recoveryCodes[staff] = nil
            return state.secondFactors.removeValue(forKey: staff)?.isOn == true
        }
    }

    package func putRecoveryCodes(
        _ hashes: [[UInt8]], of staff: StaffID
    ) async throws(StoreError) {
        try access { $0.recoveryCodes[staff] = Set(hashes) }
    }

    package func takeRecoveryCode(
        _ hash: [UInt8], of staff: StaffID
    ) async throws(StoreError) -> Bool {
        try access { $0.recoveryCodes[staff]?.remove(hash) != nil }
    }

    package func recoveryCodesLeft(of staff: StaffID) async throws(StoreError) -> Int {
        try access { $0.recoveryCodes[staff]?.count ?? 0 }
    }

    package func putDevice(
        _ hash: [UInt8], of staff: StaffID, at now: Timestamp
    ) async throws(StoreError) {
        try access { state in
            var devices = state.devices[staff] ?? [:]
            devices[hash] = now
            for (old, _) in devices.sorted(by: { $1.value < $0.value })
                .dropFirst(Limits.devicesPerAgent)
            {
                devices[old] = nil
            }
            state.devices[staff] = devices
        }
    }

    package func isDevice(
        _ hash: [UInt8], of staff: StaffID
    ) async throws(StoreError) -> Bool {
        try access { $0.devices[staff]?[hash] != nil }
    }

    package func dropDevices(of staff: StaffID) async throws(StoreError) {
        try access { $0.devices[staff] = nil }
    }
}
