import BeckonModel
import BeckonWire
import NIOCore
import NIOWebSocket

/// Puts messages together from frames, and holds the peer to RFC 6455. A value without I/O.
struct MessageAssembler {
    enum Output: Equatable {
        case nothing
        case message(ByteBuffer)
        case ping(ByteBuffer)
        case pong
        /// The peer closes; answer with this code (`nil`: without one), then close.
        case close(UInt16?)
        case violation(CloseCode)
    }

    /// Continuations of one message; empty ones cost the sender nothing, so bytes alone are no bound.
    static let fragmentsLimit = 1_024

    private var fragments: ByteBuffer?
    private var fragmentCount = 0

    mutating func frameReceived(_ frame: WebSocketFrame) -> Output {
        guard frame.maskKey != nil, !frame.rsv1, !frame.rsv2, !frame.rsv3 else {
            return .violation(.protocolError)
        }
        let payload = frame.unmaskedData
        switch frame.opcode {
        case .text:
            guard fragments == nil else { return .violation(.protocolError) }
            if frame.fin { return complete(payload) }
            fragments = payload
            fragmentCount = 1
            return .nothing
        case .continuation: return continued(payload, isLast: frame.fin)
        case .binary: return .violation(fragments == nil ? .unsupportedData : .protocolError)
        case .ping: return .ping(payload)
        case .pong: return .pong
        case .connectionClose: return closeReceived(payload)
        default: return .violation(.protocolError)
        }
    }

    private mutating func continued(_ payload: ByteBuffer, isLast: Bool) -> Output {
        guard var message = fragments else { return .violation(.protocolError) }
        fragments = nil
        fragmentCount += 1
        guard message.readableBytes + payload.readableBytes <= Limits.frameBytes,
            fragmentCount <= Self.fragmentsLimit
        else { return .violation(.tooBig) }
        message.writeImmutableBuffer(payload)
        if isLast { return complete(message) }
        fragments = message
        return .nothing
    }

    private func complete(_ message: ByteBuffer) -> Output {
        message.readableBytes <= Limits.frameBytes ? .message(message) : .violation(.tooBig)
    }

    /// Section 5.5.1 and 7.4: an empty payload, or a code that may travel and a reason in UTF-8.
    private func closeReceived(_ payload: ByteBuffer) -> Output {
        var payload = payload
        if payload.readableBytes == 0 { return .close(nil) }
        guard let code = payload.readInteger(as: UInt16.self) else {
            return .violation(.protocolError)
        }
        switch code {
        case 1000...1003, 1007...1014, 3000...4999: break
        default: return .violation(.protocolError)
        }
        guard String(validating: payload.readableBytesView, as: UTF8.self) != nil else {
            return .violation(.invalidPayload)
        }
        return .close(code)
    }
}
