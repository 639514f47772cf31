"""A server whose wall clock a test moves (libfaketime). Its monotonic clock, which timers use, goes on as ever."""

from pathlib import Path

import pytest

LIBRARY = "faketime/libfaketimeMT.so.1"


class FakeTime:
    def __init__(self, directory):
        found = [*Path("/usr/lib").glob(f"*/{LIBRARY}"), *Path("/usr/lib").glob(LIBRARY)]
        if not found:
            pytest.skip("needs the library libfaketime: run Scripts/install test")
        self.file = directory / "clock"
        self.pids = []
        self.environment = {
            "LD_PRELOAD": str(found[0]), "FAKETIME_TIMESTAMP_FILE": str(self.file), "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }
        self.move("+0")

    def start(self, server):
        """Runs it below `env`: the library changes the environment of the first program that loads it, and a Swift program
        finds its arguments beside an environment that nobody has changed."""
        server.environment.update(self.environment)
        server.start(server.port or 0, prefix=["env"])
        self.pids.append(server.process.pid)
        return server

    def clear(self):
        """The library leaves what it shares between processes, under the number of the first."""
        for pid in self.pids:
            for name in (f"faketime_shm_{pid}", f"sem.faketime_sem_{pid}"):
                Path("/dev/shm", name).unlink(missing_ok=True)

    def move(self, offset):
        """`+2d`, `-2d`: against the real time. Replaced as a whole, because the server reads it at any moment."""
        new = self.file.with_suffix(".new")
        new.write_text(offset + "\n")
        new.rename(self.file)
