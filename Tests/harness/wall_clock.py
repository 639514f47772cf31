"""A wall clock that a test can set while the server runs. Timers use the monotonic one, which goes on."""

import shutil
import struct
import subprocess
from pathlib import Path

import pytest

SOURCE = Path(__file__).with_suffix(".c")
DAY_NANOSECONDS = 86_400 * 10**9


class WallClock:
    """A library of ours (wall_clock.c) stands before the C library's clock in the program that has `environment`."""

    def __init__(self, directory):
        compiler = shutil.which("clang") or shutil.which("cc")
        if not compiler:
            pytest.skip("needs a C compiler: clang, which comes with Swift, or cc")
        library, self._shift = directory / "wall_clock.so", directory / "wall_clock.shift"
        subprocess.run([compiler, "-O1", "-shared", "-fPIC", "-o", library, SOURCE, "-ldl"], check=True)
        self._shift.write_bytes(bytes(8))
        self.environment = {"LD_PRELOAD": str(library), "WALL_CLOCK_SHIFT": str(self._shift)}

    def set(self, days):
        """So many days before or after the true time."""
        with open(self._shift, "r+b", buffering=0) as file:
            file.write(struct.pack("=q", days * DAY_NANOSECONDS))
