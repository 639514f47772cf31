"""WebSocket frames by hand (RFC 6455), for what no decent client would send."""

import base64
import os
import socket
import struct
import time

TEXT, BINARY, CONTINUATION, CLOSE, PING, PONG = 1, 2, 0, 8, 9, 10


def frame(opcode, payload=b"", *, final=True, masked=True, reserved=0, length=None):
    """One frame; `length` lies about the payload's size."""
    size = len(payload) if length is None else length
    head = bytes([(0x80 if final else 0) | (reserved << 4) | opcode])
    mask_bit = 0x80 if masked else 0
    if size < 126:
        head += bytes([mask_bit | size])
    elif size < 1 << 16:
        head += bytes([mask_bit | 126]) + struct.pack(">H", size)
    else:
        head += bytes([mask_bit | 127]) + struct.pack(">Q", size)
    if not masked:
        return head + payload
    key = os.urandom(4)
    return head + key + bytes(byte ^ key[index % 4] for index, byte in enumerate(payload))


class RawSocket:
    def __init__(self, server, path, headers=None, receive_buffer_bytes=None):
        self.socket = socket.socket()
        if receive_buffer_bytes:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer_bytes)
        self.socket.settimeout(10)
        self.socket.connect((server.host, server.port))
        self.buffer = b""
        self.host = f"{server.host}:{server.port}"
        self.path, self.extra = path, headers or {}

    def request(self, method="GET", **changes):
        """Sends an upgrade request, changed by header; None leaves one out. Returns (status, headers)."""
        headers = {
            "Host": self.host, "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(), **self.extra,
        }
        headers.update({name.replace("_", "-"): value for name, value in changes.items()})
        lines = [f"{method} {self.path} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in headers.items() if value is not None]
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        while b"\r\n\r\n" not in self.buffer:
            self.more()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        first, *rest = head.decode("latin-1").split("\r\n")
        return int(first.split(" ")[1]), {
            name.lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)}

    def open(self):
        status, headers = self.request()
        assert status == 101, status
        assert "sec-websocket-extensions" not in headers, "compression stays off"
        return self

    def send(self, data):
        self.socket.sendall(data)

    def more(self):
        data = self.socket.recv(65536)
        if not data:
            raise EOFError("the server closed the connection")
        self.buffer += data

    def take(self, count):
        while len(self.buffer) < count:
            self.more()
        taken, self.buffer = self.buffer[:count], self.buffer[count:]
        return taken

    def receive(self):
        """(opcode, payload) of the next frame. A server's frames are never masked."""
        first, second = self.take(2)
        assert not second & 0x80, "the server masked a frame"
        size = second & 0x7F
        if size == 126:
            size = struct.unpack(">H", self.take(2))[0]
        elif size == 127:
            size = struct.unpack(">Q", self.take(8))[0]
        return first & 0x0F, self.take(size)

    def receive_until(self, opcode, seconds=10):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            got, payload = self.receive()
            if got == opcode:
                return payload
        raise AssertionError(f"no frame with opcode {opcode} within {seconds} s")

    def close_code(self, seconds=10):
        """The code of the server's close frame, or None if it just hung up."""
        try:
            payload = self.receive_until(CLOSE, seconds)
        except (EOFError, ConnectionResetError):
            return None
        return struct.unpack(">H", payload[:2])[0] if len(payload) >= 2 else 1005

    def ended(self):
        """Waits for the end of the TCP stream, at most ten seconds."""
        deadline = time.monotonic() + 10
        try:
            while time.monotonic() < deadline:
                self.more()
        except (EOFError, ConnectionResetError):
            return True
        return False

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
