import Glibc
import NIOCore

extension Channel {
    /// Bytes that were written and that the kernel has not taken.
    var waitingBytes: Int { (try? syncOptions?.getOption(.bufferedWritableBytes)) ?? 0 }

    /// Closes without waiting for the peer to take what was sent: what the kernel holds for it is thrown away, too.
    func reset() {
        (self as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
            .whenComplete { _ in self.close(mode: .all, promise: nil) }
    }
}
