import BeckonStore
import Foundation
import Synchronization
import Testing

@Suite struct MailboxTests {
    /// Takes on a thread of its own, as every taker does, until the mailbox is closed.
    private func taken(from mailbox: Mailbox<Int>) -> AsyncStream<[Int]> {
        let (stream, continuation) = AsyncStream.makeStream(of: [Int].self)
        Thread {
            while true {
                let batch = mailbox.take(atMost: 3)
                continuation.yield(batch.items)
                if batch.isLast { break }
            }
            continuation.finish()
        }.start()
        return stream
    }

    @Test("Items come in their order, at most so many at once, and none is left when it is closed")
    func order() async {
        let mailbox = Mailbox<Int>()
        let stream = taken(from: mailbox)
        for item in 0..<1000 { #expect(mailbox.put(item)) }
        mailbox.close()
        #expect(!mailbox.put(1000))
        var all: [Int] = []
        for await batch in stream {
            #expect(batch.count <= 3)
            all += batch
        }
        #expect(all == Array(0..<1000))
    }

    @Test("What is put while it is corked comes together, as soon as the last cork is out")
    func corks() async {
        let mailbox = Mailbox<Int>()
        mailbox.cork()
        mailbox.cork()
        let stream = taken(from: mailbox)
        for item in 0..<3 { #expect(mailbox.put(item)) }
        mailbox.uncork()
        mailbox.uncork()
        var batches = stream.makeAsyncIterator()
        var first = await batches.next()
        while first == [] { first = await batches.next() }
        #expect(first == [0, 1, 2])
        mailbox.close()
    }

    @Test("A taker with a deadline is back when it has come, and at once when it has passed")
    func deadlines() async {
        let mailbox = Mailbox<Int>()
        let waited = await withCheckedContinuation { continuation in
            Thread {
                let begin = ContinuousClock.now
                _ = mailbox.take(atMost: 1, before: begin - .seconds(5))
                let deadline = ContinuousClock.now + .milliseconds(30)
                let batch = mailbox.take(atMost: 1, before: deadline)
                let isInTime = ContinuousClock.now >= deadline && batch.items.isEmpty
                continuation.resume(returning: isInTime)
            }.start()
        }
        #expect(waited)
    }
}
