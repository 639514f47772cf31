#!/usr/bin/env python3
"""Counts instructions and allocations of the steps of a message's way. docs/benchmarks.md says more."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from bench import micro  # noqa: E402

if __name__ == "__main__":
    sys.exit(micro.main())
