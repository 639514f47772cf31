"""The real program as a child process: started on a free port, ended by its process id, its output kept."""

import os
import re
import shutil
import signal
import subprocess
import threading
from pathlib import Path

import httpx

from .waiting import until

ROOT = Path(__file__).resolve().parent.parent.parent
ARTEFACTS = ROOT / "artefacts"
START_SECONDS = 30
LISTENING = re.compile(r"listening on (http://[\d.]+:(\d+))")
SETUP = re.compile(r"setup: (http://\S+/setup\?token=(\S+))")

GRACE_MS = 1500

# A test writes faster than people do. `serve` keeps its limits: they are tested there.
DEFAULT_ARGUMENTS = {"demo": ["--empty", "--no-rate-limits"], "serve": []}


def binary():
    """The program under test: BECKON_BIN, or what `swift build` made. Nothing is built here."""
    path = Path(os.environ.get("BECKON_BIN") or ROOT / ".build/debug/beckon")
    assert path.is_file(), f"no program at {path}: run `swift build`, or set BECKON_BIN"
    return path


class Server:
    """`beckon demo --empty` or `beckon serve` on one data directory. It can be started again after it ended."""

    def __init__(self, name, data, mode="demo", arguments=None, environment=None, host="127.0.0.1"):
        self.name, self.data, self.mode, self.host = name, Path(data), mode, host
        self.arguments = DEFAULT_ARGUMENTS[mode] if arguments is None else arguments
        self.environment = {"BECKON_PRESENCE_GRACE_MS": str(GRACE_MS), **(environment or {})}
        self.process = self.base = self.port = None
        self.lines, self.starts = [], 0
        self._changed = threading.Condition()
        self._reader = None

    @property
    def log_path(self):
        safe = re.sub(r"[^\w.-]+", "_", self.name)
        return ARTEFACTS / "logs" / f"{safe}.log"

    def command(self, port):
        return [
            str(binary()), self.mode, *self.arguments,
            "--host", self.host, "--port", str(port), "--data", str(self.data),
        ]

    def start(self, port=0, prefix=()):
        """Starts the program; `prefix` runs it under another one (strace)."""
        assert self.process is None or self.process.poll() is not None, "it runs already"
        self.log_path.parent.mkdir(parents=True, exist_ok=True)
        self.lines, self.starts = [], self.starts + 1
        self.process = subprocess.Popen(
            [*prefix, *self.command(port)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, env={**os.environ, **self.environment})
        self._reader = threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True)
        self._reader.start()
        try:
            match = self.wait_for_line(LISTENING)
            self.base, self.port = match.group(1), int(match.group(2))
            until("the server is ready", self.is_ready, START_SECONDS)
        except BaseException:
            self.process.kill()  # nobody would stop what has not started
            raise
        return self

    def _read(self, stream):
        with open(self.log_path, "a", encoding="utf-8") as log:
            log.write(f"--- start {self.starts}\n")
            for raw in stream:
                line = raw.decode("utf-8", "replace").rstrip("\n")
                log.write(line + "\n")
                log.flush()
                with self._changed:
                    self.lines.append(line)
                    self._changed.notify_all()
        with self._changed:
            self.lines.append(None)
            self._changed.notify_all()

    def wait_for_line(self, pattern, seconds=START_SECONDS):
        def search():
            for line in self.lines:
                if line is None:
                    raise AssertionError("the server ended:\n" + self.output())
                if match := pattern.search(line):
                    return match
            return None

        with self._changed:
            match = self._changed.wait_for(search, seconds)
        assert match, f"no line {pattern.pattern} within {seconds} s:\n{self.output()}"
        return match

    def output(self):
        return "\n".join(line for line in self.lines if line is not None)

    def setup_token(self):
        return self.wait_for_line(SETUP).group(2)

    def is_ready(self):
        if self.process.poll() is not None:
            raise AssertionError("the server ended:\n" + self.output())
        try:
            return httpx.get(self.base + "/health/ready", timeout=2, trust_env=False).status_code == 200
        except httpx.TransportError:
            return False

    @property
    def ws(self):
        return self.base.replace("http://", "ws://")

    def terminate(self):
        self.process.send_signal(signal.SIGTERM)

    def kill(self):
        """SIGKILL: as if the machine's power were cut, except for what the kernel already holds."""
        self.process.kill()
        self.wait()

    def wait(self, seconds=30):
        """The exit status, after all output was read."""
        status = self.process.wait(seconds)
        self._reader.join(seconds)
        return status

    def stop(self):
        """SIGTERM and wait; a server that does not go is killed, and the test fails."""
        if self.process is None or self.process.poll() is not None:
            return
        self.terminate()
        try:
            self.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError("the server did not end within 20 s of SIGTERM:\n" + self.output()) from None

    def restart(self):
        """Ends it as an operator would, and starts it again on the same port and data."""
        self.stop()
        return self.start(self.port)

    def remove_data(self):
        shutil.rmtree(self.data, ignore_errors=True)
