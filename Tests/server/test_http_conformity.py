"""Requests by hand that no decent client would send (RFC 9112): 400, the end of the connection, and no error in the log."""

import contextlib
import json
import socket

import pytest

from harness.company import Company
from harness.server import Server

BODY = b'{"name":"Mia"}'
HEAD = b"POST /api/v1/visitors HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
GET = b"GET /health/live HTTP/1.1\r\n"


def chunk(size, data=BODY, end=b"\r\n"):
    return size + b"\r\n" + data + end + b"0\r\n\r\n"


MALFORMED = [
    ("a negative chunk", CHUNKED + chunk(b"-1")),
    ("a chunk's size with 0x", CHUNKED + chunk(b"0x2")),
    ("a chunk's size beyond 64 bits", CHUNKED + chunk(b"fffffffffffffffff")),
    ("a chunk's size that is no number", CHUNKED + chunk(b"zz")),
    ("a chunk that ends elsewhere", CHUNKED + chunk(b"e", end=b"XX")),
    ("a bare line feed after a chunk's size", CHUNKED + b"e\n" + BODY + b"\r\n0\r\n\r\n"),
    ("a line feed in a chunk's extension", CHUNKED + b"e;\n" + BODY + b"\r\n0\r\n\r\n"),
    ("an unknown transfer coding", HEAD + b"Transfer-Encoding: xchunked\r\n\r\n" + chunk(b"e")),
    ("a coding before chunked", HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n" + chunk(b"e")),
    ("two transfer codings", HEAD + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk(b"e")),
    ("chunked with a length", HEAD + b"Transfer-Encoding: chunked\r\nContent-Length: 14\r\n\r\n" + chunk(b"e")),
    ("chunked in HTTP/1.0", CHUNKED.replace(b"1.1", b"1.0") + chunk(b"e")),
    ("two lengths", HEAD + b"Content-Length: 14\r\nContent-Length: 15\r\n\r\n" + BODY),
    ("a negative length", HEAD + b"Content-Length: -14\r\n\r\n" + BODY),
    ("a length with a sign", HEAD + b"Content-Length: +14\r\n\r\n" + BODY),
    ("no host", GET + b"\r\n"),
    ("two hosts", GET + b"Host: %s\r\nHost: %s\r\n\r\n"),
    ("two different hosts", GET + b"Host: %s\r\nHost: evil.example\r\n\r\n"),
    ("two hosts in HTTP/1.0", GET.replace(b"1.1", b"1.0") + b"Host: %s\r\nHost: %s\r\n\r\n"),
    ("a space before the colon", GET + b"Host : %s\r\n\r\n"),
    ("a header without a name", GET + b"Host: %s\r\n: x\r\n\r\n"),
    ("a folded header", GET + b"Host: %s\r\nX-A: b\r\n c\r\n\r\n"),
    ("a NUL in a header", GET + b"Host: %s\r\nX-A: b\0c\r\n\r\n"),
    ("no version", b"GET /health/live\r\nHost: %s\r\n\r\n"),
    ("a version of the future", GET.replace(b"1.1", b"3.7") + b"Host: %s\r\n\r\n"),
    ("no request at all", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 hello\r\n\r\n"),
]
FINE = [
    ("a chunked body", CHUNKED + chunk(b"e"), 201),
    ("chunks in capitals, with leading zeros", CHUNKED + chunk(b"000E"), 201),
    ("a chunk's extension", CHUNKED + chunk(b"e;a=b"), 201),
    ("the coding in capitals", HEAD + b"Transfer-Encoding: Chunked\r\n\r\n" + chunk(b"e"), 201),
    ("a body with its length", HEAD + b"Content-Length: 14\r\n\r\n" + BODY, 201),
    ("a host and nothing else", GET + b"Host: %s\r\n\r\n", 200),
    ("HTTP/1.0 without a host", GET.replace(b"1.1", b"1.0") + b"\r\n", 200),
    ("HTTP/1.0 with one", GET.replace(b"1.1", b"1.0") + b"Host: %s\r\n\r\n", 200),
]
UPGRADE = (
    b"Host: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    company = Company(Server("http-conformity", tmp_path_factory.mktemp("conformity") / "data", mode="serve").start())
    yield company
    company.close()
    company.server.stop()


@pytest.fixture
def line(company):
    with contextlib.closing(Line(company.server)) as line:
        yield line


class Line:
    def __init__(self, server):
        self.host = f"{server.host}:{server.port}".encode()
        self.socket = socket.create_connection((server.host, server.port), 10)
        self.stream = self.socket.makefile("rb")

    def send(self, text):
        with contextlib.suppress(ConnectionError):
            self.socket.sendall(text.replace(b"%s", self.host))

    def answer(self):
        """(status, headers, body) of the next answer."""
        status = int(self.stream.readline().split(b" ")[1])
        headers = {}
        while (field := self.stream.readline().strip()):
            name, _, value = field.partition(b":")
            headers[name.decode().lower()] = value.strip().decode()
        return status, headers, self.stream.read(int(headers.get("content-length", 0)))

    def rest(self):
        """All that still comes before the connection ends."""
        return self.stream.read()

    def close(self):
        self.socket.close()


def errors(server):
    return [line for line in server.output().splitlines() if " error " in line or '"error"' in line or "critical" in line]


@pytest.mark.parametrize(("name", "sent"), MALFORMED, ids=[case[0] for case in MALFORMED])
def test_malformed(company, line, name, sent):
    line.send(sent)
    status, headers, body = line.answer()
    assert status == 400
    assert json.loads(body)["error"]["code"] == "bad_request"
    assert headers["connection"] == "close"
    assert line.rest() == b"", "one answer, and the end"
    company.admin.get("/api/v1/me")
    assert errors(company.server) == []


@pytest.mark.parametrize("body", [
    b"Content-Length: 5\r\n\r\nhello", b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"Content-Length: 41\r\n\r\nGET /health/live HTTP/1.1\r\nHost: x\r\n\r\n",
], ids=["a length", "chunks", "no chunk", "a request"])
def test_a_socket_is_not_asked_for_with_a_body(company, line, body):
    line.send(b"GET /ws/user/x HTTP/1.1\r\n" + UPGRADE.replace(b"\r\n\r\n", b"\r\n") + body)
    status, headers, _ = line.answer()
    assert status == 400 and headers["connection"] == "close"
    assert line.rest() == b""
    assert errors(company.server) == []


def test_a_socket_may_be_asked_for_with_a_length_of_0(line):
    line.send(b"GET /ws/user/x HTTP/1.1\r\nContent-Length: 0\r\n" + UPGRADE)
    assert line.stream.readline().split(b" ")[1] == b"101"


@pytest.mark.parametrize(("name", "sent"), MALFORMED, ids=[case[0] for case in MALFORMED])
def test_malformed_after_a_good_one(line, name, sent):
    """What was asked properly before is answered first."""
    line.send(GET + b"Host: %s\r\n\r\n" + sent)
    assert line.answer()[0] == 200
    assert line.answer()[0] == 400
    assert line.rest() == b""


@pytest.mark.parametrize(("name", "sent", "expected"), FINE, ids=[case[0] for case in FINE])
def test_fine(line, name, sent, expected):
    line.send(sent)
    assert line.answer()[0] == expected
    if b"HTTP/1.0" in sent:
        assert line.rest() == b"", "a client of HTTP/1.0 reads to the end"
    else:
        line.send(GET + b"Host: %s\r\n\r\n")
        assert line.answer()[0] == 200, "the connection goes on"


def test_no_upgrade_over_http_1_0(company, line):
    path = f"/ws/user/{company.visitor().me['id']}".encode()
    line.send(b"GET " + path + b" HTTP/1.0\r\n" + UPGRADE)
    status, headers, _ = line.answer()
    assert status == 426 and headers["upgrade"] == "websocket"
    assert line.rest() == b""


@pytest.mark.parametrize("hosts", [b"", b"Host: %s\r\n"], ids=["no host", "two hosts"])
def test_no_upgrade_without_exactly_one_host(company, line, hosts):
    path = f"/ws/user/{company.visitor().me['id']}".encode()
    line.send(b"GET " + path + b" HTTP/1.1\r\n" + UPGRADE.replace(b"Host: %s\r\n", hosts * 2))
    assert line.answer()[0] == 400
    assert line.rest() == b""
