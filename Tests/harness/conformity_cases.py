"""RFC 6455 as a table: what a client sends on a fresh socket, and what must come back.

A row is (name, bytes, expected). Expected is either a close code, with which the server ends the connection, or the list of
frames that it answers. A text among them is the code of an error frame.
"""

import struct

from .raw import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, frame

LIMIT = 64 * 1024
FRAGMENTS = 1024
ASK = b'{"type":"ping"}'
# Heard, and not answered: who it is, is known already.
QUIET = b'{"type":"auth","token":""}'
ANSWER = (TEXT, b'{"type":"pong"}')


def head(first, *rest, mask=b"\0\0\0\0"):
    """The bytes of a head as they are; a mask of zeros leaves the payload readable."""
    return bytes([first, *rest]) + mask


def first(payload, opcode=TEXT):
    """The first frame of a fragmented message."""
    return frame(opcode, payload, final=False)


def more(payload=b""):
    return frame(CONTINUATION, payload, final=False)


def last(payload=b""):
    return frame(CONTINUATION, payload)


def close(code, reason=b""):
    return frame(CLOSE, struct.pack(">H", code) + reason)


def asking(text):
    """A ping with some text in it, so that the text arrives in a message that is answered."""
    return b'{"type":"ping","x":"' + text + b'"}'


def padded(size):
    return ASK + b" " * (size - len(ASK))


def echo(code):
    return [(CLOSE, struct.pack(">H", code))]


FRAMING = [
    ("a short length", frame(TEXT, ASK), [ANSWER]),
    ("the longest short length, 125", frame(TEXT, padded(125)), [ANSWER]),
    ("the shortest length in two bytes, 126", frame(TEXT, padded(126)), [ANSWER]),
    ("a length of 127", frame(TEXT, padded(127)), [ANSWER]),
    ("the longest length in two bytes, 65,535", frame(TEXT, padded(65_535)), [ANSWER]),
    ("the shortest length in eight bytes, 65,536", frame(TEXT, padded(65_536)), [ANSWER]),
    ("a mask of zeros", head(0x81, 0x80 | len(ASK)) + ASK, [ANSWER]),
    ("15 in two bytes", head(0x81, 0xFE, 0, 15) + ASK, 1002),
    ("125 in two bytes", head(0x81, 0xFE, 0, 125) + padded(125), 1002),
    ("15 in eight bytes", head(0x81, 0xFF, *bytes(7), 15) + ASK, 1002),
    ("65,535 in eight bytes", head(0x81, 0xFF, *bytes(6), 0xFF, 0xFF) + padded(65_535), 1002),
    ("a length with the highest bit", head(0x81, 0xFF, 0x80, *bytes(7)), 1002),
    ("the highest length of all", head(0x81, 0xFF, *[0xFF] * 8), 1002),
    ("a length of 2^63 - 1", head(0x81, 0xFF, 0x7F, *[0xFF] * 7), 1009),
    ("a text without a mask", frame(TEXT, ASK, masked=False), 1002),
    ("an empty text without a mask", frame(TEXT, masked=False), 1002),
    ("a long text without a mask", frame(TEXT, padded(300), masked=False), 1002),
    ("a ping without a mask", frame(PING, b"x", masked=False), 1002),
    ("a pong without a mask", frame(PONG, b"x", masked=False), 1002),
    ("a close without a mask", frame(CLOSE, b"\x03\xe8", masked=False), 1002),
    ("a continuation without a mask", first(ASK) + frame(CONTINUATION, masked=False), 1002),
    ("many frames in one segment", frame(TEXT, ASK) * 50, [ANSWER] * 50),
    ("a ping before the wrong is answered", frame(PING, b"1") + frame(3), [(PONG, b"1"), 1002]),
    ("an empty text", frame(TEXT) + frame(TEXT, ASK), ["bad_json", ANSWER]),
]

RESERVED = [
    *((f"reserved bits {bits:03b} of a {name}", frame(opcode, b"x", reserved=bits), 1002)
      for opcode, name in ((TEXT, "text"), (PING, "ping")) for bits in (1, 2, 4, 7)),
    ("a reserved bit of a continuation", first(ASK) + frame(CONTINUATION, reserved=4), 1002),
    ("a reserved bit of a close", frame(CLOSE, b"\x03\xe8", reserved=2), 1002),
    *((f"opcode {opcode:X}", frame(opcode, b"x"), 1002) for opcode in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15)),
    ("opcode 3 inside a message", first(b"{") + frame(3), 1002),
    ("opcode B inside a message", first(b"{") + frame(11), 1002),
    ("binary", frame(BINARY, ASK), 1003),
    ("empty binary", frame(BINARY), 1003),
    ("binary in fragments", first(ASK, BINARY), 1003),
    ("binary inside a text", first(b"{") + frame(BINARY, b"}"), 1002),
]

CONTROL = [
    ("an empty ping", frame(PING), [(PONG, b"")]),
    ("a ping's payload comes back", frame(PING, b"still there?"), [(PONG, b"still there?")]),
    ("a ping need not be text", frame(PING, bytes(range(0x80, 0xFD))), [(PONG, bytes(range(0x80, 0xFD)))]),
    ("a ping of 125 bytes", frame(PING, b"x" * 125), [(PONG, b"x" * 125)]),
    ("many pings, in their order", b"".join(frame(PING, b"%d" % n) for n in range(100)),
     [(PONG, b"%d" % n) for n in range(100)]),
    ("a pong nobody asked for", frame(PONG, b"x") + frame(TEXT, ASK), [ANSWER]),
    ("many pongs", frame(PONG, b"x") * 1000 + frame(TEXT, ASK), [ANSWER]),
    ("a ping of 126 bytes", frame(PING, b"x" * 126), 1002),
    ("a ping of 65,536 bytes", frame(PING, b"x" * 65_536), 1002),
    ("a pong of 126 bytes", frame(PONG, b"x" * 126), 1002),
    ("a close of 126 bytes", close(1000, b"x" * 124), 1002),
    ("a ping in fragments", frame(PING, b"x", final=False), 1002),
    ("a pong in fragments", frame(PONG, b"x", final=False), 1002),
    ("a close in fragments", frame(CLOSE, b"\x03\xe8", final=False), 1002),
]

FRAGMENTATION = [
    ("two fragments", first(ASK[:5]) + last(ASK[5:]), [ANSWER]),
    ("fragments of one byte", first(ASK[:1]) + b"".join(more(ASK[n:n + 1]) for n in range(1, len(ASK))) + last(), [ANSWER]),
    ("empty fragments around it", first(b"") + more() + more(ASK) + more() + last(), [ANSWER]),
    ("all fragments empty", first(b"") + more() + last(), ["bad_json"]),
    ("a ping between fragments", first(ASK[:5]) + frame(PING, b"1") + last(ASK[5:]), [(PONG, b"1"), ANSWER]),
    ("pings and pongs between all fragments",
     first(ASK[:5]) + frame(PING, b"1") + frame(PONG) + more(ASK[5:9]) + frame(PING, b"2") + last(ASK[9:]),
     [(PONG, b"1"), (PONG, b"2"), ANSWER]),
    ("a message after a fragmented one", first(ASK[:5]) + last(ASK[5:]) + frame(TEXT, ASK), [ANSWER, ANSWER]),
    ("a close between fragments", first(ASK[:5]) + close(1001), echo(1001)),
    ("a continuation of nothing", last(ASK), 1002),
    ("an unfinished continuation of nothing", more(ASK), 1002),
    ("a continuation after a whole message", frame(TEXT, QUIET) + last(b"x"), 1002),
    ("a continuation after the last", first(QUIET[:5]) + last(QUIET[5:]) + last(b"x"), 1002),
    ("a text inside a text", first(b"{") + frame(TEXT, b"}"), 1002),
    ("the first of a text inside a text", first(b"{") + first(b"}"), 1002),
]

UTF8 = [
    *((f"{name} is text", frame(TEXT, asking(character.encode())), [ANSWER]) for name, character in (
        ("U+007F", "\u007f"), ("U+0080", "\u0080"), ("U+07FF", "\u07ff"), ("U+0800", "\u0800"), ("U+D7FF", "\ud7ff"),
        ("U+E000", "\ue000"), ("U+FFFD", "\ufffd"), ("U+FFFF", "\uffff"), ("U+10000", "\U00010000"),
        ("U+10FFFF", "\U0010ffff"))),
    *((f"a character cut after {cut} of 4 bytes", first(asking("🐌".encode())[:20 + cut]) + last(asking("🐌".encode())[20 + cut:]),
       [ANSWER]) for cut in (1, 2, 3)),
    ("a character of one byte a fragment, with pings between",
     first(asking(b"")[:20]) + b"".join(more(bytes([byte])) + frame(PING, b"p") for byte in "🐌".encode()) + last(b'"}'),
     [(PONG, b"p")] * 4 + [ANSWER]),
    *((f"{name} is not", frame(TEXT, asking(text)), 1007) for name, text in (
        ("a lone continuation", b"\x80"), ("FF", b"\xff"), ("FE", b"\xfe"), ("NUL in two bytes", b"\xc0\x80"),
        ("a slash in two bytes", b"\xc0\xaf"), ("a slash in three bytes", b"\xe0\x80\xaf"),
        ("a slash in four bytes", b"\xf0\x80\x80\xaf"), ("U+07FF in three bytes", b"\xe0\x9f\xbf"),
        ("U+FFFF in four bytes", b"\xf0\x8f\xbf\xbf"), ("the surrogate D800", b"\xed\xa0\x80"),
        ("the surrogate DFFF", b"\xed\xbf\xbf"), ("a pair of surrogates", b"\xed\xa0\xbd\xed\xb0\x8c"),
        ("U+110000", b"\xf4\x90\x80\x80"), ("a character of five bytes", b"\xf8\x88\x80\x80\x80"),
        ("a character cut by a quote", b"\xf0\x9f\x98"))),
    ("a character cut by the message's end", frame(TEXT, b"\xf0\x9f\x98"), 1007),
    ("a character cut by the last fragment's end", first(b"\xf0\x9f") + last(b"\x98"), 1007),
    ("a character cut by an empty last fragment", first(b"\xf0\x9f\x98") + last(), 1007),
]

# The message is not complete, and never will be.
UNFINISHED = [
    ("in a fragment", first(b"\xc0"), 1007),
    ("in a later fragment", first(b'{"type"') + more(b":") + more(b"\xff"), 1007),
    ("over two fragments", first(b"\xf0") + more(b"\x8f"), 1007),
    ("over three fragments", first(b"\xf4") + more() + more(b"\x90"), 1007),
    ("behind a ping", first(b"\xe2") + frame(PING, b"1") + more(b"\x28"), [(PONG, b"1"), 1007]),
    ("in the first byte of a frame", head(0x81, 0xFE, 0xFF, 0xFF) + b"\xff", 1007),
    ("in the middle of a frame", head(0x81, 0xFE, 0xFF, 0xFF) + b"x" * 4_001 + b"\xed\xa0", 1007),
    ("in a frame of a fragment", first(b"\xf4") + head(0x00, 0x85) + b"\x90", 1007),
    ("a reserved bit before the length", head(0xC1, mask=b""), 1002),
    ("a missing mask before the payload", head(0x81, 0x7E, mask=b""), 1002),
    ("a length that is too large before the mask", head(0x81, 0xFF, *bytes(5), 1, 0, 1, mask=b""), 1009),
    ("a continuation that is too large before the mask", first(b" " * LIMIT) + head(0x80, 0x81, mask=b""), 1009),
]

CLOSING = [
    ("an empty close", frame(CLOSE), [(CLOSE, b"")]),
    ("a close with a reason", close(1000, b"bye"), echo(1000)),
    ("a close with the longest reason", close(1000, b"x" * 123), echo(1000)),
    ("a close with a reason in many scripts", close(3000, "né 你好 🐌".encode()), echo(3000)),
    *((f"close {code}", close(code), echo(code)) for code in (
        1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999)),
    ("a close of one byte", frame(CLOSE, b"\x03"), 1002),
    *((f"close {code}", close(code), 1002) for code in (
        0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535)),
    ("a reason that is not UTF-8", close(1000, b"\xff"), 1007),
    ("a reason with a character cut", close(1000, b"\xf0\x9f\x98"), 1007),
    ("a ping after a close", close(1000) + frame(PING, b"x"), echo(1000)),
    ("a message after a close", close(1000) + frame(TEXT, ASK), echo(1000)),
    ("a violation after a close", close(1000) + frame(3), echo(1000)),
    ("a second close", close(1000) + close(1001), echo(1000)),
]

LIMITS = [
    ("the largest frame", frame(TEXT, padded(LIMIT)), [ANSWER]),
    ("one byte too many", frame(TEXT, padded(LIMIT + 1)), 1009),
    ("a megabyte", frame(TEXT, padded(1 << 20)), 1009),
    ("a length of a terabyte", frame(TEXT, b"x", length=1 << 40), 1009),
    ("the largest message in two fragments", first(padded(LIMIT)[:40_000]) + last(padded(LIMIT)[40_000:]), [ANSWER]),
    ("one byte too many over two fragments", first(padded(40_000)) + last(b" " * (LIMIT - 40_000 + 1)), 1009),
    ("the most fragments", first(ASK) + more() * (FRAGMENTS - 2) + last(), [ANSWER]),
    ("one fragment too many", first(ASK) + more() * (FRAGMENTS - 1) + last(), 1009),
    ("a fragment too many that is not the last", first(ASK) + more() * FRAGMENTS, 1009),
]

CASES = [
    (f"{kind}: {name}", sent, expected)
    for kind, rows in (
        ("framing", FRAMING), ("reserved", RESERVED), ("control", CONTROL), ("fragments", FRAGMENTATION), ("utf-8", UTF8),
        ("at once", UNFINISHED), ("close", CLOSING), ("limit", LIMITS))
    for name, sent, expected in rows
]
