import BeckonModel
import BeckonWire

/// The bytes of a socket, cut in three ways: the same must come of them each time, and nothing that section 5 of RFC 6455 forbids.
/// The first byte of the input says how the third way cuts.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFrames(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start, count > 1 else { return 0 }
    let bytes = UnsafeRawBufferPointer(start: start + 1, count: count - 1)
    let whole = outputs(of: bytes) { bytes.count }
    check(whole)
    // Half a megabyte byte by byte would be all that a minute is spent on.
    if bytes.count < 4_096 {
        demand(outputs(of: bytes) { 1 } == whole, "byte by byte, something else came of it")
    }
    var state = UInt32(start[0])
    let cut = outputs(of: bytes) {
        state = state &* 1_664_525 &+ 1_013_904_223
        return Int(state >> 24) % 13 + 1
    }
    demand(cut == whole, "cut otherwise, something else came of it")
    return 0
}

private func outputs(
    of bytes: UnsafeRawBufferPointer, pieceSize: () -> Int
) -> [MessageAssembler.Output] {
    var assembler = MessageAssembler()
    var outputs: [MessageAssembler.Output] = []
    var position = 0
    while position < bytes.count {
        let end = min(position + pieceSize(), bytes.count)
        var rest = UnsafeRawBufferPointer(rebasing: bytes[position..<end])
        while let output = assembler.next(from: &rest) { outputs.append(output) }
        demand(rest.isEmpty, "it left bytes that it could have taken")
        position = end
    }
    return outputs
}

private func check(_ outputs: [MessageAssembler.Output]) {
    var isViolated = false
    var isClosed = false
    for output in outputs {
        demand(!isClosed, "something came after a close")
        switch output {
        case .message(let text):
            demand(!isViolated, "a message came after a violation")
            demand(text.count <= Limits.frameBytes, "a message is too large")
            demand(String(validating: text, as: UTF8.self) != nil, "a message is no text")
        case .ping(let payload):
            demand(!isViolated && payload.count <= 125, "a ping that is none")
        case .pong: demand(!isViolated, "a pong came after a violation")
        case .close: isClosed = true
        case .violation:
            demand(!isViolated, "two violations")
            isViolated = true
        }
    }
}
