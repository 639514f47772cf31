import BeckonModel

/// Makes messages from the bytes of a client's socket, and holds the client to RFC 6455. A value without I/O.
///
/// What is wrong is told at the first byte that shows it: not at the end of its frame, and not at the end of its message.
/// However the bytes are cut, the outputs are the same.
package struct MessageAssembler: Sendable {
    package enum Output: Hashable, Sendable {
        /// A whole text, in UTF-8.
        case message([UInt8])
        case ping([UInt8])
        case pong
        /// The peer closes; answer with this code (`nil`: without one), then close. After a violation: the peer has answered.
        case close(UInt16?)
        /// Close with this code. Of what follows only the peer's own close is told.
        case violation(CloseCode)
    }

    private enum Stage {
        case head
        case payload
        /// Nothing can be made of what follows.
        case deaf
    }

    private enum Opcode {
        static let continuation: UInt8 = 0
        static let text: UInt8 = 1
        static let binary: UInt8 = 2
        static let close: UInt8 = 8
        static let ping: UInt8 = 9
        static let pong: UInt8 = 10
    }

    /// Of a control frame's payload (section 5.5).
    private static let controlBytes = 125

    private var stage = Stage.head
    private var head = FrameHead()
    /// Bytes of the frame's payload that were taken.
    private var taken: UInt64 = 0
    /// The message so far; `nil` between messages.
    private var message: [UInt8]?
    private var fragmentCount = 0
    private var validator = UTF8Validator()
    private var control: [UInt8] = []
    private var isViolated = false

    package init() {}

    /// Takes bytes from the front until they make something; `nil`: all were taken.
    package mutating func next(from bytes: inout UnsafeRawBufferPointer) -> Output? {
        while !bytes.isEmpty {
            switch stage {
            case .head:
                if head.isEmpty, message == nil, !isViolated, let text = WholeText.take(&bytes) {
                    return .message(text)
                }
                let step = head.take(bytes[bytes.startIndex])
                bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst())
                let refused = isViolated ? nil : objection(to: step).map { violation($0) }
                let output = advance(after: step)
                if let output = refused ?? output { return output }
            case .payload:
                let left = head.length - taken
                let count = left < UInt64(bytes.count) ? Int(left) : bytes.count
                let piece = UnsafeRawBufferPointer(rebasing: bytes[..<count])
                bytes = UnsafeRawBufferPointer(rebasing: bytes[count...])
                if let output = payloadReceived(piece) { return output }
            case .deaf:
                bytes = UnsafeRawBufferPointer(rebasing: bytes[bytes.count...])
            }
        }
        return nil
    }

    // MARK: The head

    private func objection(to step: FrameHead.Step) -> CloseCode? {
        switch step {
        case .kind: objectionToKind()
        case .shape:
            if !head.isMasked || head.isControl && head.isExtended {
                .protocolError
            } else {
                head.isExtended ? nil : objectionToSize()
            }
        case .size: head.isLengthMinimal ? objectionToSize() : .protocolError
        case .end, .more: nil
        }
    }

    private func objectionToKind() -> CloseCode? {
        if head.hasReservedBits || head.isControl && !head.isFinal { return .protocolError }
        switch head.opcode {
        case Opcode.continuation:
            guard message != nil else { return .protocolError }
            return fragmentCount < Limits.messageFragments ? nil : .tooBig
        case Opcode.text: return message == nil ? nil : .protocolError
        case Opcode.binary: return message == nil ? .unsupportedData : .protocolError
        case Opcode.close, Opcode.ping, Opcode.pong: return nil
        default: return .protocolError
        }
    }

    private func objectionToSize() -> CloseCode? {
        guard !head.isControl else { return nil }
        let room = UInt64(Limits.frameBytes - (message?.count ?? 0))
        return head.length <= room ? nil : .tooBig
    }

    private mutating func advance(after step: FrameHead.Step) -> Output? {
        switch step {
        case .kind, .more: return nil
        case .shape where head.isMasked || head.isExtended: return nil
        // Of a length that is none the end cannot be found.
        case .size where head.length >> 63 != 0:
            stage = .deaf
            return nil
        case .size where head.isMasked: return nil
        case .shape, .size, .end: break
        }
        taken = 0
        stage = .payload
        if !isViolated, !head.isControl {
            message = message ?? []
            fragmentCount += 1
        }
        return head.length == 0 ? frameEnded() : nil
    }

    // MARK: The payload

    private mutating func payloadReceived(_ piece: UnsafeRawBufferPointer) -> Output? {
        if !isViolated {
            if head.isControl {
                _ = Self.append(piece, to: &control, key: head.key, offset: taken)
            } else if !appendText(piece) {
                taken += UInt64(piece.count)
                return violation(.invalidPayload)
            }
        }
        taken += UInt64(piece.count)
        return taken == head.length ? frameEnded() : nil
    }

    private mutating func appendText(_ piece: UnsafeRawBufferPointer) -> Bool {
        // Taken out and put back, so that it grows where it is.
        var text = message ?? []
        message = nil
        let start = text.count
        let isASCII = Self.append(piece, to: &text, key: head.key, offset: taken)
        let isText =
            isASCII && validator.isAtBoundary
            || text.withUnsafeBytes {
                validator.accepts(UnsafeRawBufferPointer(rebasing: $0[start...]))
            }
        message = text
        return isText
    }

    /// Returns whether all the unmasked bytes are ASCII.
    private static func append(
        _ piece: UnsafeRawBufferPointer, to bytes: inout [UInt8], key: UInt32, offset: UInt64
    ) -> Bool {
        let start = bytes.count
        bytes.append(contentsOf: piece)
        return bytes.withUnsafeMutableBytes {
            let new = UnsafeMutableRawBufferPointer(rebasing: $0[start...])
            return Mask(key: key, offset: offset).take(from: UnsafeRawBufferPointer(new), into: new)
        }
    }

    // MARK: The end of a frame

    private mutating func frameEnded() -> Output? {
        let ended = head
        let payload = control
        head = FrameHead()
        stage = .head
        control = []
        if isViolated {
            guard ended.opcode == Opcode.close, ended.isMasked else { return nil }
            stage = .deaf
            return .close(nil)
        }
        switch ended.opcode {
        case Opcode.ping: return .ping(payload)
        case Opcode.pong: return .pong
        case Opcode.close: return closeReceived(payload)
        default: return ended.isFinal ? messageEnded() : nil
        }
    }

    private mutating func messageEnded() -> Output? {
        guard validator.isAtBoundary else { return violation(.invalidPayload) }
        let text = message ?? []
        message = nil
        fragmentCount = 0
        return .message(text)
    }

    /// Section 5.5.1 and 7.4: an empty payload, or a code that may travel and a reason in UTF-8.
    private mutating func closeReceived(_ payload: [UInt8]) -> Output {
        guard !payload.isEmpty else { return closed(nil) }
        guard payload.count >= 2 else { return violation(.protocolError) }
        let code = UInt16(payload[0]) << 8 | UInt16(payload[1])
        switch code {
        case 1000...1003, 1007...1014, 3000...4999: break
        default: return violation(.protocolError)
        }
        let isText = payload.withUnsafeBytes {
            UTF8Validator.isValid(UnsafeRawBufferPointer(rebasing: $0[2...]))
        }
        return isText ? closed(code) : violation(.invalidPayload)
    }

    private mutating func closed(_ code: UInt16?) -> Output {
        stage = .deaf
        return .close(code)
    }

    /// Goes on at the next frame, since the peer's close may still come; where a frame ends is known even of most that break the rules.
    private mutating func violation(_ code: CloseCode) -> Output {
        isViolated = true
        message = nil
        control = []
        return .violation(code)
    }
}
