"""The SDK's example, as it was built, against the real server: what it prints is what happened, once, also over a kill."""

import re
import signal
import subprocess
import threading

import pytest

from harness.server import binary
from harness.waiting import until


class Terminal:
    """A running `beckon-chat`: lines in, lines out."""

    def __init__(self, server, *arguments):
        program = binary().parent / "beckon-chat"
        assert program.is_file(), f"no program at {program}: run `swift build`"
        self.process = subprocess.Popen(
            [str(program), "--url", server.base, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, encoding="utf-8", bufsize=1)
        self.lines = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    def type(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def count(self, words):
        return sum(words in line for line in list(self.lines))

    def shows(self, words, times=1, seconds=30):
        until(f"{words!r} is printed", lambda: self.count(words) >= times, seconds)

    def wait(self, seconds=30):
        status = self.process.wait(seconds)
        self._reader.join(seconds)
        return status

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)


@pytest.fixture
def terminal(fresh):
    terminals = []

    def make(*arguments):
        terminals.append(Terminal(fresh.server, *arguments))
        return terminals[-1]

    yield make
    for one in terminals:
        one.end()


def tickets(person):
    return person.get("/api/v1/tickets")["tickets"]


def numbers(terminal):
    return [match.group(1) for line in terminal.lines if (match := re.match(r"— #(\d+) waits", line))]


def test_a_question_is_answered(terminal):
    mia = terminal("--user", "mia", "My tent has a hole")
    mia.shows("Ticket created")
    dana = terminal("--staff", "dana")
    dana.shows("you are online")
    dana.shows("“My tent has a hole”")
    dana.type(f"/pick {numbers(dana)[0]}")
    mia.shows("Staff joined")
    dana.shows("mia: My tent has a hole")
    dana.type("Hello Mia")
    mia.shows("Hello Mia")
    mia.type("That was quick")
    dana.shows("mia: That was quick")
    for screen in (mia, dana):
        assert screen.count("Hello Mia") == 1, screen.lines
        assert screen.count("That was quick") == 1, screen.lines
    mia.type("/quit")
    assert mia.wait() == 0


def test_what_is_written_while_the_server_is_dead_stands_once(terminal, fresh):
    server = fresh.server
    mia = terminal("--user", "mia", "My tent has a hole")
    mia.shows("mia: My tent has a hole")
    server.kill()
    mia.shows("the line is down")
    for index in range(3):
        mia.type(f"Written meanwhile {index}")
    server.start(server.port)
    for index in range(3):
        mia.shows(f"mia: Written meanwhile {index}", seconds=60)
    person = fresh.person("user", "mia")
    ticket = tickets(person)[0]["ticket_id"]
    texts = [entry["text"] for entry in person.entries(ticket) if entry["type"] == "message"]
    assert texts == ["My tent has a hole", *(f"Written meanwhile {index}" for index in range(3))]
    printed = [line.split(": ", 1)[1] for line in mia.lines if re.match(r"#\d+ mia: ", line)]
    assert printed == texts


def test_what_others_wrote_meanwhile_is_printed_once_and_in_order(terminal, fresh):
    mia = terminal("--user", "mia", "My tent has a hole")
    mia.shows("mia: My tent has a hole")
    tablet = fresh.user("mia")
    ticket = tickets(tablet.http)[0]["ticket_id"]
    mia.process.send_signal(signal.SIGSTOP)  # it hears of nothing
    try:
        for index in range(40):
            tablet.say(ticket, f"From the tablet {index}")
    finally:
        mia.process.send_signal(signal.SIGCONT)
    mia.shows("From the tablet 39")
    printed = [line for line in mia.lines if "From the tablet" in line]
    assert [line.rsplit(" ", 1)[1] for line in printed] == [str(index) for index in range(40)]


def test_it_says_what_it_was_asked_wrongly(terminal):
    for arguments, words in (
        ((), "Say who you are"), (("--user", "mia", "--staff", "dana"), "Say who you are"),
        (("--user", "mia", "--url", "ftp://x"), "http://HOST:PORT"),
    ):
        one = terminal(*arguments)
        assert one.wait() != 0
        assert any(words in line for line in one.lines), one.lines


def test_commands_that_are_refused_say_why(terminal):
    mia = terminal("--user", "mia")
    mia.shows("connected as")
    mia.type("/rate 5")
    mia.shows("there is no ticket at hand")
    mia.type("/dance")
    mia.shows("there is no /dance")
    mia.type("Help")
    mia.shows("mia: Help")
    mia.type("/rate 5")
    mia.shows("refused: ")


def test_once_leaves_when_everything_is_stored(terminal, fresh):
    mia = terminal("--user", "mia", "--once", "One question")
    mia.process.stdin.close()
    assert mia.wait() == 0
    # It is stored; lists are folded right after.
    until("the question stands in the list", lambda: len(tickets(fresh.person("user", "mia"))) == 1)
