"""Somebody who takes webhooks, as a receiver would: holds each against the standard's signature, and answers as a test wants."""

import base64
import hashlib
import hmac
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .waiting import until


class Delivery:
    def __init__(self, path, headers, body):
        self.path, self.headers, self.body = path, headers, body
        self.id = headers["webhook-id"]
        self.message = json.loads(body)
        self.type = self.message["type"]

    @property
    def signatures(self):
        return self.headers["webhook-signature"].split(" ")

    def is_signed_with(self, secret):
        """Standard Webhooks 1.0.0: `v1,` and base64 of HMAC-SHA256 over id.timestamp.body."""
        key = base64.b64decode(secret.removeprefix("whsec_"))
        signed = f"{self.id}.{self.headers['webhook-timestamp']}.".encode() + self.body
        code = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        return f"v1,{code}" in self.signatures


class Receiver:
    """`answers`: by path, the statuses of the next requests; then 200. A status may be a pair with headers."""

    def __init__(self):
        self.deliveries, self.answers, self.text = [], {}, "thanks"
        self._changed = threading.Condition()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                outer.take(Delivery(self.path, {name.lower(): value for name, value in self.headers.items()}, body))
                queue = outer.answers.get(self.path, [])
                answer = queue.pop(0) if queue else 200
                status, headers = answer if isinstance(answer, tuple) else (answer, {})
                text = outer.text.encode()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def take(self, delivery):
        with self._changed:
            self.deliveries.append(delivery)

    def url(self, path="/", host="127.0.0.1"):
        return f"http://{host}:{self.port}{path}"

    def at(self, path):
        with self._changed:
            return [one for one in self.deliveries if one.path == path]

    def wait(self, count, path="/", seconds=20):
        until(f"{count} deliveries at {path}", lambda: len(self.at(path)) >= count, seconds)
        return self.at(path)

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class Silence:
    """Takes connections and never says a word."""

    def __init__(self):
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._socket.getsockname()[1]

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/"

    def close(self):
        self._socket.close()
