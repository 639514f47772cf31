"""A server whose wall clock a test moves. Its monotonic clocks, which timers use, go on as ever."""

import shutil
import struct
import subprocess
from pathlib import Path

import pytest

SECONDS = {"+2d": 2 * 86_400, "-2d": -2 * 86_400, "+0": 0}


class MovedClock:
    def __init__(self, directory):
        compiler = shutil.which("cc") or shutil.which("clang")
        if not compiler:
            pytest.skip("needs a C compiler")
        library, self.file = directory / "moved_clock.so", directory / "clock"
        subprocess.run(
            [compiler, "-O2", "-shared", "-fPIC", "-o", library, Path(__file__).with_suffix(".c")], check=True)
        self.move("+0")
        self.environment = {"LD_PRELOAD": str(library), "BECKON_TEST_CLOCK": str(self.file)}

    def move(self, offset):
        """Against the true time. Written in place: the server has these eight bytes in its memory."""
        with open(self.file, "r+b" if self.file.exists() else "wb") as file:
            file.write(struct.pack("=q", SECONDS[offset]))
