"""A line that can freeze without a word: no FIN, no RST, nothing forwarded. A browser's own offline switch leaves sockets alive."""

import contextlib
import socket
import threading


class Proxy:
    """Forwards TCP from a port of its own to the server's, until it is frozen; thawed, it forwards what it held back."""

    def __init__(self, port):
        self.target = port
        self.flowing = threading.Event()
        self.flowing.set()
        self.sockets = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.base = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def freeze(self):
        self.flowing.clear()

    def thaw(self):
        self.flowing.set()

    def close(self):
        self.flowing.set()
        self.listener.close()
        for each in self.sockets:
            each.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                threading.Thread(target=self._join, args=(near,), daemon=True).start()

    def _join(self, near):
        # While frozen a new connection is made, as far as the browser can see, and leads nowhere.
        self.flowing.wait()
        with contextlib.suppress(OSError):
            far = socket.create_connection(("127.0.0.1", self.target))
            self.sockets += [near, far]
            threading.Thread(target=self._pump, args=(near, far), daemon=True).start()
            self._pump(far, near)

    def _pump(self, source, sink):
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                self.flowing.wait()
                sink.sendall(data)
        for each in (source, sink):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
