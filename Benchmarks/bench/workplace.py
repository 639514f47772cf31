"""What a run needs before it can begin: the generator and the relay compiled, the Python peers' packages, pinned cores."""

import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BENCHMARKS = ROOT / "Benchmarks"
BUILD = ROOT / ".build" / "bench"
VENV = BUILD / "venv"


class NotHere(Exception):
    """A peer cannot run on this machine, and why."""


def compile_c(name):
    """Compiles Benchmarks/<name>/*.c to one program and returns its path."""
    program = BUILD / name
    BUILD.mkdir(parents=True, exist_ok=True)
    sources = sorted(map(str, (BENCHMARKS / name).glob("*.c")))
    subprocess.run(["cc", "-O2", "-Wall", "-Wextra", "-Werror", "-o", str(program), *sources], check=True)
    return program


def python_with_packages():
    """The interpreter of the Python peers' own environment, made anew when the requirements changed."""
    wanted = (BENCHMARKS / "requirements.txt").read_text()
    made = VENV / "made"
    python = VENV / "bin" / "python"
    if not made.exists() or made.read_text() != wanted:
        try:
            subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True, capture_output=True)
            subprocess.run(
                [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r",
                 str(BENCHMARKS / "requirements.txt")], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise NotHere("the Python packages could not be installed") from error
        made.write_text(wanted)
    return python


def node_environment():
    """Node with Debian's ws, wherever Node itself comes from."""
    if not shutil.which("node"):
        raise NotHere("no node")
    environment = {**os.environ, "NODE_PATH": "/usr/share/nodejs", "NODE_ENV": "production"}
    found = subprocess.run(["node", "-e", "require('ws')"], env=environment, capture_output=True)
    if found.returncode != 0:
        raise NotHere("no ws for node (Debian's node-ws)")
    return environment


def pinned(core):
    """A command prefix that keeps a process on one core: 0 for servers, 1 for who asks them."""
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2 or not shutil.which("taskset"):
        return []
    return ["taskset", "-c", str(cores[core])]


def allow_descriptors():
    """Servers inherit it: as many connections as the machine allows."""
    import resource
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
