import BeckonModel
import BeckonStore
import BeckonTelemetry
package import Logging

/// Sends what stands in an outbox: many at once, but only a few to each target, so that one who hangs has only their own messages wait.
///
/// A message is taken with a lease. Whoever takes it and dies lets it go when that is over: it is then sent once more, under the same key.
package actor OutboxRunner {
    /// Longer than any sender takes.
    package static let lease = Duration.seconds(30)
    private static let sweepPause = Duration.seconds(60)
    private static let measurePause = Duration.seconds(15)
    /// Rows that are forgotten in one transaction: others want to write, too.
    private static let sweepRows = 200

    private let outbox: Outbox
    private let sender: any OutboxSender
    private let schedule: RetrySchedule
    private let logger: Logger
    /// How many are on their way to each target.
    private var busy: [String: Int] = [:]
    private var sweepAt = Timestamp(milliseconds: 0)
    private var measureAt = Timestamp(milliseconds: 0)
    private var isFailing = false

    package init(
        _ outbox: Outbox, sender: any OutboxSender,
        schedule: RetrySchedule = .standardWebhooks, logger: Logger
    ) {
        self.outbox = outbox
        self.sender = sender
        self.schedule = schedule
        self.logger = logger
    }

    /// Sends until it is cancelled. What is on its way then is sent again later.
    package func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.keepTime() }
            for await _ in outbox.rings {
                while case let rows = await take(), !rows.isEmpty {
                    for row in rows { group.addTask { await self.send(row) } }
                }
            }
        }
    }

    /// Tries once all that is due by now, and returns when that is done.
    package func sendDue() async {
        while case let rows = await take(), !rows.isEmpty {
            await withDiscardingTaskGroup { group in
                for row in rows { group.addTask { await self.send(row) } }
            }
        }
    }

    private func keepTime() async {
        while !Task.isCancelled {
            outbox.ring()
            await tend()
            try? await Task.sleep(for: .seconds(1))
        }
    }

    // MARK: Sending

    private func take() async -> [OutboxRow] {
        let room = Limits.outboxSending - busy.values.reduce(0, +)
        guard room > 0, !Task.isCancelled else { return [] }
        let now = outbox.clock.now()
        do {
            let rows = try await outbox.store.claim(
                OutboxDemand(
                    channel: outbox.channel, now: now, leaseEnd: now.advanced(by: Self.lease),
                    limit: room, perTarget: Limits.outboxSendingToOne, busy: busy))
            for row in rows { busy[row.message.target, default: 0] += 1 }
            note(nil)
            return rows
        } catch {
            note(error)
            return []
        }
    }

    private func send(_ row: OutboxRow) async {
        let start = ContinuousClock.now
        let attempt = await sender.send(row)
        let outcome = outcome(of: attempt, row)
        // Who was stopped in the middle knows nothing.
        if !Task.isCancelled || outcome.state == .delivered {
            metrics.outboxDuration.record(start.duration(to: .now), .init(outbox.channel.rawValue))
            metrics.outboxAttempts.add(1, outbox.channel.rawValue, outcome.word)
            do {
                try await outbox.store.finish(row.id, claim: row.claim, outcome)
            } catch {
                note(error)
            }
        }
        let target = row.message.target
        busy[target] = busy[target].flatMap { $0 > 1 ? $0 - 1 : nil }
        outbox.ring()
    }

    private func outcome(of attempt: OutboxAttempt, _ row: OutboxRow) -> OutboxOutcome {
        switch attempt {
        case .delivered(let answer): return .delivered(answer)
        case .refused(let answer): return .dead(answer)
        case .failed(let answer):
            guard let pause = schedule.pause(after: row.step + 1) else { return .dead(answer) }
            return .again(answer, due: answer.at.advanced(by: pause))
        }
    }

    /// Once, until it works again: the store says itself what is wrong with it.
    private func note(_ error: StoreError?) {
        if let error, !isFailing {
            logger.warning(
                "The outbox cannot be used",
                metadata: ["channel": "\(outbox.channel.rawValue)", "why": "\(error)"])
        }
        isFailing = error != nil
    }

    // MARK: Keeping it small, and seen

    /// Forgets what is old, and measures, each at its time.
    package func tend() async {
        let now = outbox.clock.now()
        if now >= measureAt {
            measureAt = now.advanced(by: Self.measurePause)
            await measure(at: now)
        }
        if now >= sweepAt {
            let isDone = await sweep(at: now)
            if isDone { sweepAt = now.advanced(by: Self.sweepPause) }
        }
    }

    private func measure(at now: Timestamp) async {
        let name = outbox.channel.rawValue
        guard let figures = try? await outbox.store.outboxFigures(outbox.channel) else { return }
        metrics.outboxWaiting.set(figures.waiting, name)
        metrics.outboxDead.set(figures.dead, name)
        let age = figures.oldest.map { now.milliseconds - $0.milliseconds } ?? 0
        metrics.outboxLag.set(max(Double(age) / 1000, 0), name)
    }

    /// `false`: there is more.
    private func sweep(at now: Timestamp) async -> Bool {
        func days(_ count: Int) -> Timestamp {
            now.advanced(by: .seconds(-Int64(count) * 86_400))
        }
        let count = try? await outbox.store.sweepOutbox(
            outbox.channel, deliveredBefore: days(Limits.outboxDeliveredDays),
            deadBefore: days(Limits.outboxDeadDays), limit: Self.sweepRows)
        return count ?? 0 < Self.sweepRows
    }
}

extension OutboxOutcome {
    /// As metrics call it.
    fileprivate var word: String {
        switch self {
        case .delivered: "delivered"
        case .again: "failed"
        case .dead: "dead"
        }
    }
}
