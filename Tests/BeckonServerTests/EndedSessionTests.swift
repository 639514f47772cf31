import BeckonAccounts
import BeckonEngine
import BeckonHTTP
import BeckonModel
import BeckonRealtime
import BeckonStore
import BeckonWire
import Logging
import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@testable import BeckonServer

/// Revoked means out (promise G10), also for sockets that are on their way in.
@Suite(.timeLimit(.minutes(2))) struct EndedSessionTests {
    @Test(
        "What ends while a socket signs in lets it in nowhere",
        arguments: Office.Ending.allCases)
    func endedWhileSigningIn(_ ending: Office.Ending) async throws {
        let office = try await Office()
        let agent = try await office.hire()
        let signedIn = try await office.login(agent)
        let held = office.accounts.hold()
        let socket = try await office.socket(of: agent, signedIn.token)
        await held.reached()
        try await office.end(ending, agent, signedIn)
        held.release()
        #expect(try await socket.closeCode() == CloseCode.notAuthenticated.rawValue)
        #expect(socket.texts.isEmpty)
        #expect(!office.hasOpenSessions)
        await office.close()
    }

    @Test("Of many logouts raced with sockets that sign in none leaves one alive")
    func race() async throws {
        let office = try await Office()
        let agent = try await office.hire()
        for round in 0..<60 {
            let signedIn = try await office.login(agent)
            var sockets: [TestSocket] = []
            for _ in 0..<3 {
                sockets.append(try await office.socket(of: agent, signedIn.token))
            }
            for _ in 0..<(round % 12) { await Task.yield() }
            try await office.accounts.accounts.logout(signedIn.session)
            for socket in sockets {
                #expect(try await socket.closeCode() == CloseCode.notAuthenticated.rawValue)
                try await socket.leave()
            }
        }
        await office.close()
    }

    @Test("Another's logout keeps nobody out who signs in meanwhile")
    func another() async throws {
        let office = try await Office()
        let agent = try await office.hire()
        let (mine, other) = (try await office.login(agent), try await office.login(agent))
        let held = office.accounts.hold()
        let socket = try await office.socket(of: agent, mine.token)
        await held.reached()
        try await office.accounts.accounts.logout(other.session)
        held.release()
        #expect(try await socket.firstText().contains("\"hello\""))
        await office.close()
    }

    @Test("A session that ends where nobody here hears of it closes its sockets within a minute")
    func recheck() async throws {
        let office = try await Office()
        let agent = try await office.hire()
        let (gone, stays) = (try await office.login(agent), try await office.login(agent))
        var ending: [TestSocket] = []
        for _ in 0..<2 { ending.append(try await office.socket(of: agent, gone.token)) }
        let staying = try await office.socket(of: agent, stays.token)
        for socket in ending + [staying] {
            #expect(try await socket.firstText().contains("\"hello\""))
        }
        // As another node would.
        try await office.store.delete(gone.session)
        let before = office.accounts.rechecks
        await office.recheckAll()
        for socket in ending {
            #expect(try await socket.closeCode() == CloseCode.notAuthenticated.rawValue)
        }
        #expect(staying.isOpen)
        // Each session once, however many sockets.
        #expect(office.accounts.rechecks - before == 2)
        await office.close()
    }

    @Test("Who works over a socket is seen, who only has it open is not")
    func inUse() async throws {
        let office = try await Office()
        let agent = try await office.hire()
        let signedIn = try await office.login(agent)
        let socket = try await office.socket(of: agent, signedIn.token)
        _ = try await socket.firstText()
        office.clock.advance(by: .seconds(3_600))
        await office.recheckAll()
        let idle = try #require(try await office.store.session(signedIn.session))
        #expect(idle.lastSeenAt == idle.createdAt)
        try await socket.send(#"{"type":"ping"}"#)
        await office.recheckAll()
        let seen = try #require(try await office.store.session(signedIn.session))
        #expect(seen.lastSeenAt == office.clock.now())
        await office.close()
    }
}
