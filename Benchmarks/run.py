#!/usr/bin/env python3
"""Measures Beckon: release build, durable SQLite (synchronous=FULL), server on one core, generator on the other.

usage: Benchmarks/run.py [--rounds 3] [--seconds 5] [--binary .build/release/beckon] [--json FILE]

Every figure is the median of the rounds. Compare figures of one run only: machines are shared.
"""
import argparse
import json
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent


def pinned(core):
    """A command prefix that keeps a process on one core, where there is more than one."""
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2 or not shutil.which("taskset"):
        return []
    return ["taskset", "-c", str(cores[core])]


class Server:
    """One `beckon demo` on a free port with an empty data directory."""

    def __init__(self, binary, data=None):
        self.binary = binary
        self.data = data or tempfile.mkdtemp(prefix="beckon-bench-")

    def __enter__(self):
        started = time.perf_counter()
        self.process = subprocess.Popen(
            [*pinned(0), self.binary, "demo", "--empty", "--no-rate-limits", "--port", "0", "--data", self.data],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env={**os.environ, "BECKON_LOG_LEVEL": "warning"})
        for line in self.process.stdout:
            if "listening on" in line:
                self.port = int(line.strip().rsplit(":", 1)[1].strip("/"))
                break
        else:
            sys.exit("the server did not start")
        self.wait_ready()
        self.start_ms = (time.perf_counter() - started) * 1000
        return self

    def wait_ready(self):
        deadline = time.monotonic() + 30
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/ready", timeout=1)
                return
            except OSError:
                if time.monotonic() > deadline:
                    sys.exit("the server is not ready")
                time.sleep(0.002)

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.data, ignore_errors=True)

    def resident_kib(self):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1])
        return 0


def load(tool, port, *arguments):
    result = subprocess.run([*pinned(1), tool, str(port), *map(str, arguments)], capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"the generator failed: {result.stderr[:300]}")
    return json.loads(result.stdout)


def idle_kib(binary, tool, count):
    """Resident memory per idle connection, beyond that of the server with none."""
    with Server(binary) as server:
        before = server.resident_kib()
        process = subprocess.Popen(
            [*pinned(1), tool, str(server.port), "idle", str(count), "30"], stdout=subprocess.PIPE, text=True)
        if process.stdout.readline().strip() != "ready":
            sys.exit("idle connections could not be opened")
        after = server.resident_kib()
        process.kill()
        process.wait()
        return (after - before) / count


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--binary", default=str(ROOT / ".build/release/beckon"))
    parser.add_argument("--idle", type=int, default=5000)
    parser.add_argument("--json")
    options = parser.parse_args()
    tool = tempfile.mktemp(prefix="beckon-load-")
    subprocess.run(["cc", "-O2", "-o", tool, str(ROOT / "Benchmarks/load.c")], check=True)
    rows = {}

    def note(name, value):
        rows.setdefault(name, []).append(value)

    for _ in range(options.rounds):
        for pairs in (100, 1000):
            with Server(options.binary) as server:
                note("start to ready, empty data, ms", server.start_ms)
                result = load(tool, server.port, "closed", pairs, options.seconds)
                note(f"durable chat, {pairs} pairs, closed loop, messages/s", result["per_second"])
                note(f"  generator's share of its core, {pairs} pairs", result["generator_cpu"])
        with Server(options.binary) as server:
            result = load(tool, server.port, "rate", 100, options.seconds, 5000)
            for key, name in (("ack_p50_us", "send to ack p50"), ("ack_p99_us", "send to ack p99"),
                              ("delivery_p50_us", "send to delivery p50"), ("delivery_p99_us", "send to delivery p99")):
                note(f"{name} at 5,000 messages/s, 100 pairs, µs", result[key])
            lost = result["sent"] - result["delivered"]
            note("  not delivered at that rate", lost)
        note(f"memory per idle connection, {options.idle}, KiB", idle_kib(options.binary, tool, options.idle))
    os.unlink(tool)
    medians = {name: statistics.median(values) for name, values in rows.items()}
    width = max(map(len, medians))
    for name, value in medians.items():
        print(f"{name:<{width}}  {value:>12,.2f}   ({', '.join(f'{one:,.1f}' for one in rows[name])})")
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(medians, indent=1))


if __name__ == "__main__":
    main()
