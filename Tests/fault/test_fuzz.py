"""The fuzzers of Tests/fuzz: no bytes break the rules that they check. A failing input stays in .build/fuzz."""

import subprocess

import pytest

from harness.server import ROOT


@pytest.mark.cases("limit", short=[["--runs", "20000"]], long=[["--seconds", "60"]])
@pytest.mark.parametrize("name", ["frames", "json"])
def test_fuzz(name, limit):
    done = subprocess.run(
        [ROOT / "Scripts/fuzz", *limit, name], capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    assert "stat::number_of_executed_units" in done.stderr
