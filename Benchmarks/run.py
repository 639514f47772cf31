#!/usr/bin/env python3
"""Measures Beckon and its peers side by side, and prints one table. docs/benchmarks.md says what each row means."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from bench import run  # noqa: E402

if __name__ == "__main__":
    sys.exit(run.main())
