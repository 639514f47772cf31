"""The six digits that an app on somebody's phone shows."""

import base64
import hashlib
import hmac
import struct
import time


def code(secret, later=0):
    """RFC 6238, as an app on a phone does it; `later` steps of 30 s from now."""
    step = int(time.time()) // 30 + later
    mac = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    offset = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[offset:offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"
