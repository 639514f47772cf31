"""The data as its operator sees it: Beckon's commands on a directory, and what stands in its files."""

import sqlite3
import subprocess

from .server import binary


def beckon(*arguments, seconds=120):
    """A command of the program: (exit status, all it said)."""
    done = subprocess.run(
        [str(binary()), *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=seconds)
    assert done.returncode >= 0, f"it crashed: {done.stderr}"
    return done.returncode, done.stdout + done.stderr


def works(*arguments):
    status, said = beckon(*arguments)
    assert status == 0, said
    return said


def contents(directory):
    """Every file with all its bytes; the lock's says who asked last, and how the data was left."""
    return {path.name: path.read_bytes() for path in directory.iterdir() if path.name != "beckon.lock"}


def change(path, *statements):
    """Changes a database behind Beckon's back, and leaves one file."""
    database = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        database.execute(*statement if isinstance(statement, tuple) else (statement,))
    database.close()


def log_lines(path):
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        return [bytes(row[0]) for row in database.execute("SELECT body FROM log ORDER BY position")]
