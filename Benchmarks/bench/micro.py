"""What one step of a message's way costs in instructions and allocations, held against Benchmarks/thresholds.json.

Instructions are counted by Valgrind: the same on a busy machine. Each step is run for two counts; the difference is what it costs, without the
start of the program.
"""

import argparse
import json
import os
import re
import subprocess
import sys

from . import workplace

THRESHOLDS = workplace.BENCHMARKS / "thresholds.json"
# Fails beyond it. An allocation more or less in twenty messages is no news either.
TOLERANCE = 0.10
ALLOCATION_SLACK = 0.05
RUN_SECONDS_MAX = 120
MORE_FOR_ALLOCATIONS = 10

# (few, many) and what one is. 64 messages are a batch.
STEPS = {
    "decode": (200, 2200, "frame"), "decide": (1000, 11_000, "message"), "encode": (200, 2200, "entry"),
    "append": (4, 36, "batch of 64"), "fold": (640, 6400, "entry"), "engine": (640, 3840, "message"),
    "fan-out": (64, 320, "message to 100 sockets")}


def program():
    """A copy without debug information, which Valgrind 3.19 cannot read."""
    built, stripped = workplace.ROOT / ".build/release/beckon-benchmarks", workplace.BUILD / "beckon-benchmarks"
    if not built.exists():
        sys.exit("build it first: swift build -c release --product beckon-benchmarks")
    workplace.BUILD.mkdir(parents=True, exist_ok=True)
    subprocess.run(["strip", "--strip-debug", "-o", str(stripped), str(built)], check=True)
    return str(stripped)


def counter():
    library = workplace.BUILD / "allocations.so"
    subprocess.run(
        ["cc", "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-o", str(library),
         str(workplace.BENCHMARKS / "allocations/count.c")], check=True)
    return str(library)


def counted(command, pattern, **more):
    """The number that `pattern` finds in what the command says on its standard error."""
    environment = {**os.environ, "SWIFT_DETERMINISTIC_HASHING": "1", **more}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=RUN_SECONDS_MAX)
    found = re.search(pattern, done.stderr)
    if done.returncode != 0 or not found:
        sys.exit(f"{' '.join(command)}: {done.returncode}: {done.stderr[-500:]}")
    return int(found.group(1))


def measure(step, benchmark, library):
    """Allocations are counted over more, since that takes no Valgrind: what threads do beside the step then weighs little."""
    few, many, _ = STEPS[step]
    most = few + MORE_FOR_ALLOCATIONS * (many - few)

    def instructions(count):
        valgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
        return counted([*valgrind, benchmark, "micro", step, str(count)], r"Collected : (\d+)")

    def allocations(count):
        return counted([benchmark, "micro", step, str(count)], r"allocations: (\d+)", LD_PRELOAD=library)

    return {
        "instructions": round((instructions(many) - instructions(few)) / (many - few)),
        "allocations": round((allocations(most) - allocations(few)) / (most - few), 2)}


def exceeded(measured, threshold):
    """Names of what is beyond the threshold."""
    names = []
    if measured["instructions"] > threshold["instructions"] * (1 + TOLERANCE):
        names.append("instructions")
    if measured["allocations"] > threshold["allocations"] * (1 + TOLERANCE) + ALLOCATION_SLACK:
        names.append("allocations")
    return names


def change(measured, threshold, name):
    if not threshold or not threshold[name]:
        return ""
    return f"{(measured[name] / threshold[name] - 1) * 100:+.1f} %"


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="Benchmarks/micro.py", description=__doc__.splitlines()[0])
    parser.add_argument("--record", action="store_true", help="what is measured becomes the thresholds")
    parser.add_argument("steps", nargs="*", help=f"of {', '.join(STEPS)}; default all")
    options = parser.parse_args(arguments)
    unknown = set(options.steps) - set(STEPS)
    if unknown:
        parser.error(f"no step {', '.join(sorted(unknown))}")
    thresholds = json.loads(THRESHOLDS.read_text()) if THRESHOLDS.exists() else {}
    benchmark, library = program(), counter()
    failed = []
    print(f"{'step':<10}{'instructions':>14}{'change':>10}{'allocations':>14}{'change':>10}   of one")
    for step in options.steps or STEPS:
        measured, threshold = measure(step, benchmark, library), thresholds.get(step)
        print(
            f"{step:<10}{measured['instructions']:>14,}{change(measured, threshold, 'instructions'):>10}"
            f"{measured['allocations']:>14,.2f}{change(measured, threshold, 'allocations'):>10}   {STEPS[step][2]}")
        if options.record:
            thresholds[step] = measured
        elif not threshold:
            failed.append(f"{step}: no threshold is recorded")
        else:
            failed += [f"{step}: {name} are more than {TOLERANCE:.0%} beyond the threshold" for name in exceeded(measured, threshold)]
    if options.record:
        THRESHOLDS.write_text(json.dumps(thresholds, indent=1) + "\n")
    for line in failed:
        print(line, file=sys.stderr)
    return 1 if failed else 0
