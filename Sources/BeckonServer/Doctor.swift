import BeckonAccounts
import BeckonHTTP
import BeckonSQLite
import BeckonStore
import Foundation
import Logging
import Synchronization

/// Looks for what would keep a server from running well.
package struct Doctor: Sendable {
    package enum Verdict: String, Sendable {
        case fine = "ok  "
        case worth = "note"
        case broken = "FAIL"
    }

    package struct Finding: Sendable {
        package let verdict: Verdict
        package let text: String
    }

    private let settings: ServerSettings

    package init(settings: ServerSettings) { self.settings = settings }

    package func examine() async -> [Finding] {
        await data() + [space(), publicURL(), proxies(), pages(), files()]
    }

    /// The files first: accounts are only asked for where the files are sound.
    private func data() async -> [Finding] {
        let notices = Mutex<[StoreNotice]>([])
        let findings = await data { notice in notices.withLock { $0.append(notice) } }
        return notices.withLock { $0 }.map(Self.finding) + findings + modes()
    }

    private static func finding(_ notice: StoreNotice) -> Finding {
        Finding(verdict: notice.level >= .error ? .broken : .worth, text: "\(notice).")
    }

    /// Opening the data has mended its files; these are of a server that runs, or of others.
    private func modes() -> [Finding] {
        DataDirectory.looseFiles(in: settings.data).map { name, mode in
            let text = "\(name) can be read by others (mode \(String(mode, radix: 8)))."
            return Finding(verdict: .worth, text: text)
        }
    }

    private func data(tell: @escaping StoreListener) async -> [Finding] {
        do {
            let store = try await SQLiteStore.open(
                try DataDirectory(path: settings.data), tell: tell)
            let damages: [String]
            do {
                damages = try await store.verify()
                await store.close()
            } catch {
                await store.close()
                throw error
            }
            guard damages.isEmpty else {
                return damages.map { Finding(verdict: .broken, text: "\($0).") }
            }
            let sound = Finding(
                verdict: .fine, text: "Every log is whole, and the index is what the logs say.")
            return [sound, await accounts()]
        } catch {
            return [unreadable(error)]
        }
    }

    private func unreadable(_ error: any Error) -> Finding {
        if case DataDirectory.Failure.inUse? = error as? DataDirectory.Failure {
            return Finding(
                verdict: .worth, text: "A server runs on \(settings.data); the data was not opened."
            )
        }
        if let failure = error as? DataFailure {
            return Finding(verdict: .broken, text: "\(failure)")
        }
        return Finding(
            verdict: .broken, text: "The data in \(settings.data) cannot be used: \(error)")
    }

    private func accounts() async -> Finding {
        do {
            let agents = try await OfflineAccounts.use(data: settings.data) { accounts in
                try await accounts.agents().filter { !$0.isDisabled }.count
            }
            let text = "The data in \(settings.data) can be read; \(agents) agents can sign in."
            return Finding(
                verdict: .fine,
                text: agents == 0 ? text + " `beckon serve` prints a link to set up." : text)
        } catch {
            return unreadable(error)
        }
    }

    private func space() -> Finding {
        let values = try? FileManager.default.attributesOfFileSystem(forPath: settings.data)
        guard let free = (values?[.systemFreeSize] as? NSNumber)?.int64Value else {
            return Finding(verdict: .worth, text: "The free space could not be read.")
        }
        let megabytes = free / 1_000_000
        return Finding(
            verdict: megabytes < 500 ? .worth : .fine, text: "\(megabytes) MB are free for data.")
    }

    private func publicURL() -> Finding {
        switch (settings.publicURL, settings.isLoopback) {
        case (let url?, _) where url.hasPrefix("https://"):
            Finding(verdict: .fine, text: "People reach this server at \(url).")
        case (_, true):
            Finding(verdict: .fine, text: "Only this machine reaches \(settings.host).")
        case (nil, false):
            Finding(
                verdict: .worth,
                text: "public_url is not set: cookies are sent without Secure, links name the host."
            )
        case (let url?, false):
            Finding(
                verdict: .worth, text: "\(url) is not https: passwords travel in the clear.")
        }
    }

    private func proxies() -> Finding {
        if settings.publicURL?.hasPrefix("https://") == true, settings.trustedProxies.isEmpty {
            return Finding(
                verdict: .worth,
                text: "trusted_proxies is empty: behind a proxy all people share one rate limit.")
        }
        return Finding(
            verdict: .fine, text: "\(settings.trustedProxies.count) trusted proxies are named.")
    }

    private func pages() -> Finding {
        guard let assets = WebAssets.chosen(root: settings.webRoot) else {
            return Finding(verdict: .broken, text: ServerFailure.noPages.description)
        }
        if let root = assets.sources {
            return Finding(verdict: .fine, text: "Pages are served from their sources in \(root).")
        }
        return Finding(
            verdict: .fine, text: "\(WebAssets.embeddedCount) files of pages are built in.")
    }

    private func files() -> Finding {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return Finding(verdict: .worth, text: "The limit of open files could not be read.")
        }
        let needed = settings.maxConnections + 200
        return Finding(
            verdict: limit.rlim_cur < needed ? .worth : .fine,
            text: "\(limit.rlim_cur) files may be open; max_connections needs \(needed).")
    }
}
