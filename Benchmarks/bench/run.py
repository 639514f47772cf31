"""A run: its options, its servers, its rounds, its output."""

import argparse
import contextlib
import datetime
import json
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import tempfile
import time

from . import large, sections, servers, table, workplace
from .figures import Figures
from .generator import Generator, Void

SECTIONS = {
    "chat": sections.chat, "latency": sections.latency, "burst": sections.burst, "memory": sections.memory, "start": sections.start,
    "resume": sections.resume, "big": large.large}
# Making a million tickets takes minutes and 3 GB.
DOCS, DOCS_HEADING = workplace.ROOT / "docs/benchmarks.md", "## The last run"
DEFAULT = [name for name in SECTIONS if name != "big"]


class Run:
    def __init__(self, options):
        self.options = options
        self.seconds = options.seconds
        self.memory_rounds = min(options.rounds, 1)
        self.resume_rounds = min(options.rounds, 3)
        self.figures = Figures()
        self.voids = []
        self.generator = Generator()
        here, self.missing = servers.all_servers(options.binary)
        self.servers = [server for server in here if not options.servers or server.key in options.servers]

    def of(self, *keys):
        return [server for server in self.servers if server.key in keys]

    def each_round(self, chosen, rounds=None):
        """Every server once in each round, so that what the machine does besides hits all alike."""
        for _ in range(rounds or self.options.rounds):
            yield from chosen

    @contextlib.contextmanager
    def figure(self, server, what):
        """A void run leaves no figure, and is told at the end."""
        started = time.monotonic()
        try:
            yield
        except (Void, RuntimeError) as why:
            self.voids.append(f"{server}, {what}: {why}")
        print(f"{server}, {what}: {time.monotonic() - started:.1f} s", file=sys.stderr)

    @contextlib.contextmanager
    def directory(self):
        path = tempfile.mkdtemp(prefix="bench-", dir=workplace.BUILD)
        try:
            yield path
        finally:
            shutil.rmtree(path, ignore_errors=True)


def machine():
    model = next(
        (line.split(":")[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines()
         if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {len(os.sched_getaffinity(0))} cores, {memory:.0f} GiB, Linux {platform.release()}"


def commit():
    found = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=workplace.ROOT, capture_output=True, text=True)
    return found.stdout.strip() or "unknown"


def notes(run, facts):
    """What belongs under the table: when and where, and what is missing from it."""
    yield (
        f"{facts['date']}, {facts['commit']}, {facts['machine']}; load average {facts['load_average']:.1f} at the end. "
        f"Medians of {facts['rounds']} rounds of {facts['seconds']:g} s; memory in {run.memory_rounds}, resuming in {run.resume_rounds}; "
        f"{facts['took_seconds']} s in all.")
    if any(row.limited for row in run.figures.rows.values()):
        yield "\\* the generator had more than 90 % of its core, so the server can perhaps do more."
    for title, why in run.missing.items():
        yield f"Not here: {title}: {why}."
    for void in run.voids:
        yield f"Void: {void}"


def write_docs(report):
    """The report takes the place of the last one, which is the end of the page."""
    text = DOCS.read_text()
    start = text.index(DOCS_HEADING) + len(DOCS_HEADING)
    DOCS.write_text(f"{text[:start]}\n\n{report}\n")


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="Benchmarks/run.py", description="Measures Beckon and its peers side by side; docs/benchmarks.md says what each row means.")
    parser.add_argument("--only", metavar="PARTS", help=f"of {','.join(SECTIONS)}; default {','.join(DEFAULT)}")
    parser.add_argument("--servers", metavar="KEYS", help=f"of {','.join(table.PEERS)}; default all")
    parser.add_argument("--rounds", type=int, default=5, help="every figure is the median of so many")
    parser.add_argument("--seconds", type=float, default=3, help="of one chat or latency run")
    parser.add_argument("--binary", type=os.path.abspath, default=str(workplace.ROOT / ".build/release/beckon"))
    parser.add_argument(
        "--data-cache", metavar="DIRECTORY", type=pathlib.Path, default=workplace.BUILD / "data",
        help="where the tickets of the part 'big' are kept, so that they are made once")
    parser.add_argument("--json", metavar="FILE", help="write everything that was measured")
    parser.add_argument("--docs", action="store_true", help="the table takes the place of that in docs/benchmarks.md")
    options = parser.parse_args(arguments)
    options.only = options.only.split(",") if options.only else DEFAULT
    options.servers = options.servers.split(",") if options.servers else None
    for name in options.only:
        if name not in SECTIONS:
            parser.error(f"no part '{name}'")
    for key in options.servers or []:
        if key not in table.PEERS:
            parser.error(f"no server '{key}'")
    if options.rounds < 1 or not 0.5 <= options.seconds <= 60:
        parser.error("at least one round; 0.5 to 60 seconds")
    return options


def main(arguments=None):
    options = parse(arguments)
    started, began = time.monotonic(), datetime.datetime.now(datetime.timezone.utc)
    workplace.allow_descriptors()
    run = Run(options)
    for name in options.only:
        SECTIONS[name](run)
    facts = {
        "date": began.isoformat(timespec="seconds"), "machine": machine(), "commit": commit(), "rounds": options.rounds,
        "seconds": options.seconds, "load_average": os.getloadavg()[0], "took_seconds": round(time.monotonic() - started)}
    report = table.render(run.figures, run.missing) + "\n\n" + "\n".join(notes(run, facts))
    print(report)
    if options.docs:
        write_docs(report)
    if options.json:
        rows = {key: row.as_json() for key, row in run.figures.rows.items()}
        everything = {**facts, "missing": run.missing, "void": run.voids, "figures": rows}
        pathlib.Path(options.json).write_text(json.dumps(everything, indent=1, ensure_ascii=False) + "\n")
    return 1 if run.voids else 0
