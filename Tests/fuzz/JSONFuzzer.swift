import BeckonModel
import BeckonWire
import Foundation

/// Any bytes: read, written and read again they say the same; Foundation agrees about what is JSON; frames are read by the same rules;
/// none takes long.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSON(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start, count > 0 else { return 0 }
    let bytes = UnsafeBufferPointer(start: start, count: count)
    let before = processorNanoseconds()
    let parsed = Result { () throws(JSONParser.Failure) in try JSONParser.parse(bytes) }
    let frame = IncomingFrame(bytes)
    let elapsed = processorNanoseconds() - before
    demand(elapsed < 50_000_000, "\(count) bytes took \(elapsed) ns")

    if case .success(let value) = parsed {
        var written = JSONWriter()
        written.value(value)
        demand((try? JSONParser.parse(written.bytes)) == value, "read again, it is another")
    }
    let isBadJSON = if case .failure(.badJSON) = frame.frame { true } else { false }
    if count <= Limits.frameBytes {
        let isObject = if case .success(.object) = parsed { true } else { false }
        demand(isBadJSON != isObject, "frames are read by other rules")
    }
    compareWithFoundation(bytes, parsed)
    return 0
}

/// Where both define what is JSON. Foundation guesses at other encodings from a mark or from zeros, has another depth, takes or refuses
/// numbers that no Double can hold by rules of its own, and takes a comma after the last member, which RFC 8259 does not.
private func compareWithFoundation(
    _ bytes: UnsafeBufferPointer<UInt8>, _ parsed: Result<JSONValue, JSONParser.Failure>
) {
    if case .failure(.tooDeep) = parsed { return }
    guard !bytes.contains(0), !bytes.starts(with: [0xEF, 0xBB, 0xBF]),
        !bytes.starts(with: [0xFE, 0xFF]), !bytes.starts(with: [0xFF, 0xFE]), !hasLongNumber(bytes),
        !hasLastComma(bytes)
    else { return }
    let data = Data(buffer: bytes)
    let isTheirs =
        (try? JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)) != nil
    let isOurs = if case .success = parsed { true } else { false }
    demand(isOurs == isTheirs, "ours: \(isOurs), Foundation's: \(isTheirs)")
}

/// An exponent of three digits, or more digits than a Double has, may overflow.
private func hasLongNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var digits = 0
    var afterExponent = false
    for byte in bytes {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            digits += 1
            if digits > 15 || afterExponent && digits > 2 { return true }
        case UInt8(ascii: "e"), UInt8(ascii: "E"):
            afterExponent = true
            digits = 0
        case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): break
        default:
            afterExponent = false
            digits = 0
        }
    }
    return false
}

private func hasLastComma(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var isAfterComma = false
    for byte in bytes {
        switch byte {
        case UInt8(ascii: ","): isAfterComma = true
        case UInt8(ascii: "}"), UInt8(ascii: "]"): if isAfterComma { return true }
        case 0x20, 0x0A, 0x0D, 0x09: break
        default: isAfterComma = false
        }
    }
    return false
}

/// Of this thread alone, so that a busy machine makes no text look slow.
private func processorNanoseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
}

extension JSONWriter {
    fileprivate mutating func value(_ value: JSONValue) {
        switch value {
        case .null: raw(Array("null".utf8))
        case .bool(let flag): raw(Array("\(flag)".utf8))
        case .integer(let number): raw(Array("\(number)".utf8))
        case .number(let number): raw(Array("\(number)".utf8))
        case .string(let text): string(text)
        case .array(let values):
            raw(Array("[".utf8))
            for (index, value) in values.enumerated() {
                if index > 0 { raw(Array(",".utf8)) }
                self.value(value)
            }
            raw(Array("]".utf8))
        case .object(let object):
            raw(Array("{".utf8))
            for (index, member) in object.members.enumerated() {
                if index > 0 { raw(Array(",".utf8)) }
                string(member.name)
                raw(Array(":".utf8))
                self.value(member.value)
            }
            raw(Array("}".utf8))
        }
    }
}
