"""What a fault is made with: programs and rights that not every machine has. A test says so and is skipped."""

import os
import shutil

import pytest


def needs(*programs, root=False):
    for program in programs:
        if not shutil.which(program):
            pytest.skip(f"needs the program {program}: run Scripts/install test")
    if root and os.geteuid() != 0:
        pytest.skip("needs root")
