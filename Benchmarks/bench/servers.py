"""Beckon and its peers: how each is started, and what a running one says of itself."""

import contextlib
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from . import workplace

START_SECONDS_MAX = 120
READY_REQUEST = b"GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"


class Server:
    """One way to serve chats. `start` gives a running one with an empty directory of its own, or with that given."""

    def __init__(self, key, title, command, environment=None, with_acks=False):
        self.key, self.title, self.with_acks = key, title, with_acks
        self._command, self._environment = command, environment or {}

    def __repr__(self):
        return self.title

    @contextlib.contextmanager
    def start(self, directory=None, port=None):
        data = directory or tempfile.mkdtemp(prefix="bench-", dir=workplace.BUILD)
        running = None
        try:
            running = Running(self, data, port or free_port())
            yield running
        finally:
            if running:
                running.stop()
            if not directory:
                shutil.rmtree(data, ignore_errors=True)

    def command(self, port, data):
        fill = {"port": str(port), "data": str(data)}
        return [part.format(**fill) for part in self._command]

    def environment(self, data):
        more = {name: value.replace("{data}", str(data)) for name, value in self._environment.items()}
        return {**os.environ, **more}


class Running:
    """A started server. `start_ms` is from the start of its process to its first answer that it is ready."""

    def __init__(self, server, data, port):
        self.port = port
        started = time.perf_counter()
        self.process = subprocess.Popen(
            [*workplace.pinned(0), *server.command(port, data)], env=server.environment(data),
            cwd=workplace.BENCHMARKS / "peers", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            self._wait_until_ready()
        except BaseException:
            self.stop()
            raise
        self.start_ms = (time.perf_counter() - started) * 1000

    def _wait_until_ready(self):
        deadline = time.monotonic() + START_SECONDS_MAX
        while not is_ready(self.port):
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.process.args} ended with {self.process.returncode}")
            if time.monotonic() > deadline:
                raise RuntimeError(f"{self.process.args} does not become ready")
            time.sleep(0.001)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def resident_kib(self):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1])
        raise RuntimeError("the server is gone")


def is_ready(port):
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            connection.sendall(READY_REQUEST)
            return connection.recv(64).startswith(b"HTTP/1.1 200")
    except OSError:
        return False


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def beckon(binary, with_acks=False):
    title = "Beckon, acks" if with_acks else "Beckon"
    command = [str(binary), "demo", "--empty", "--no-rate-limits", "--port", "{port}", "--data", "{data}"]
    return Server("beckon-acks" if with_acks else "beckon", title, command, {"BECKON_LOG_LEVEL": "warning"}, with_acks)


def fastapi(stored):
    python = workplace.python_with_packages()
    command = [
        str(python), "-m", "uvicorn", "fastapi_relay:app", "--port", "{port}", "--no-access-log", "--log-level", "warning"]
    if stored:
        return Server("fastapi-sqlite", "FastAPI + SQLite", command, {"RELAY_DATABASE": "{data}/relay.sqlite"})
    return Server("fastapi", "FastAPI", command)


def node():
    return Server("node", "Node ws", ["node", "node_relay.js", "{port}"], workplace.node_environment())


def relay(program, stored):
    if stored:
        return Server("relay-sync", "C relay + fdatasync", [str(program), "{port}", "{data}/relay.log"])
    return Server("relay", "C relay", [str(program), "{port}"])


def all_servers(binary):
    """(those that can run, {title: why not} of those that cannot)."""
    program = workplace.compile_c("peers")
    here, missing = [beckon(binary), beckon(binary, with_acks=True)], {}
    makers = {
        "FastAPI": lambda: fastapi(stored=False), "FastAPI + SQLite": lambda: fastapi(stored=True), "Node ws": node,
        "C relay": lambda: relay(program, stored=False), "C relay + fdatasync": lambda: relay(program, stored=True)}
    for title, make in makers.items():
        try:
            here.append(make())
        except workplace.NotHere as why:
            missing[title] = str(why)
    return here, missing
