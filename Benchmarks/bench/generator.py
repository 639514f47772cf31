"""The load generator's runs. A run whose checks fail is void: it raises, and is counted as no figure."""

import json
import subprocess

from . import workplace

MARGIN_SECONDS = 150


class Void(Exception):
    """Something was lost, doubled, out of order or refused."""


class Generator:
    def __init__(self):
        self.program = str(workplace.compile_c("load"))

    def chat(self, server, running, mode, pairs, seconds, rate=None):
        """Closed loop, `rate` messages a second, or one after the other; the generator's line as a dictionary."""
        arguments = [mode, pairs, seconds, *([rate] if rate else [])]
        arguments += ["--server", running.process.pid, *(["--acks"] if server.with_acks else [])]
        return self._run(running, arguments, seconds * 2 if mode == "burst" else seconds)

    def _run(self, running, arguments, seconds):
        command = [*workplace.pinned(1), self.program, str(running.port), *map(str, arguments)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + MARGIN_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise Void("the generator did not end") from error
        if done.returncode != 0:
            raise Void(done.stderr.strip()[:300])
        return json.loads(done.stdout)

    def open(self, running, mode, count):
        """A generator that goes on: `idle` or `resume`."""
        return Ongoing([*workplace.pinned(1), self.program, str(running.port), mode, str(count)])


class Ongoing:
    def __init__(self, command):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def ask(self, line):
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return self.answer()

    def answer(self):
        line = self.process.stdout.readline().strip()
        if not line:
            raise Void(self.process.stderr.read().strip()[:300])
        return line

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()
