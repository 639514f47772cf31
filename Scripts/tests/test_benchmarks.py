"""The benchmarks' own checks: a run that lost something is void, a threshold that is passed is told, a missing peer is named."""

import asyncio
import itertools
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "Benchmarks"))

from bench import micro, table  # noqa: E402
from bench.figures import Figures, at_least, at_most  # noqa: E402

LOAD = Path(__file__).resolve().parents[2] / "Benchmarks" / "load"


class FaultyRelay:
    """One pair's chat, on a thread of its own; from the tenth message on, `spoil` says which messages go out in place of each."""

    def __init__(self, spoil):
        self.spoil, self.sockets, self.count = spoil, {}, itertools.count(1)
        started = threading.Event()
        self.thread = threading.Thread(target=lambda: asyncio.run(self.listen(started)), daemon=True)
        self.thread.start()
        started.wait(10)

    async def listen(self, started):
        self.loop, self.is_over = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self.serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        await self.is_over.wait()
        server.close()

    def stop(self):
        self.loop.call_soon_threadsafe(self.is_over.set)
        self.thread.join(10)

    async def serve(self, reader, writer):
        request = (await reader.readuntil(b"\r\n\r\n")).decode()
        role = "staff" if "/ws/staff/" in request else "user"
        self.sockets[role] = writer
        writer.write(b"HTTP/1.1 101 Switching Protocols\r\n\r\n")
        try:
            while True:
                self.received(role, json.loads(await self.text(reader)))
        except asyncio.IncompleteReadError:
            pass
        finally:
            writer.close()

    @staticmethod
    async def text(reader):
        """The generator masks with zeros."""
        length = (await reader.readexactly(2))[1] & 0x7F
        if length == 126:
            length = int.from_bytes(await reader.readexactly(2), "big")
        await reader.readexactly(4)
        return await reader.readexactly(length)

    def send(self, role, **frame):
        payload = json.dumps(frame).encode()
        head = bytes([0x81, len(payload)]) if len(payload) < 126 else b"\x81\x7e" + len(payload).to_bytes(2, "big")
        self.sockets[role].write(head + payload)

    def received(self, role, frame):
        if frame["type"] == "create_ticket":
            self.send("user", type="ticket_created", ticket_id="t1")
        elif frame["type"] == "pick_ticket":
            self.send("staff", type="ticket_picked", success=True)
        elif frame["type"] == "message":
            texts = [frame["text"]] if next(self.count) < 10 else self.spoil(frame["text"])
            for text in texts:
                self.send("user" if role == "staff" else "staff", type="message", text=text)


@unittest.skipUnless(shutil.which("cc"), "needs a C compiler")
class GeneratorTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.directory.cleanup)
        cls.program = str(Path(cls.directory.name) / "load")
        subprocess.run(["cc", "-O1", "-o", cls.program, *map(str, LOAD.glob("*.c"))], check=True)

    def run_against(self, spoil, *mode):
        relay = FaultyRelay(spoil)
        self.addCleanup(relay.stop)
        return subprocess.run([self.program, str(relay.port), *mode], capture_output=True, text=True, timeout=60)

    def assert_void(self, spoil, why):
        done = self.run_against(spoil, "closed", "1", "0.3")
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertEqual(done.stdout, "")
        self.assertIn(why, done.stderr)

    def test_everything_delivered_once_and_in_order_is_a_figure(self):
        result = json.loads(self.run_against(lambda text: [text], "closed", "1", "0.3").stdout)
        self.assertGreater(result["delivered"], 10)
        self.assertEqual(result["delivered"], result["sent"])

    def test_a_fixed_rate_is_kept(self):
        result = json.loads(self.run_against(lambda text: [text], "rate", "1", "0.5", "200").stdout)
        self.assertEqual((result["sent"], result["delivered"]), (100, 100))

    def test_a_doubled_message_voids_the_run(self):
        self.assert_void(lambda text: [text, text], "lost, doubled or out of order")

    def test_a_changed_number_voids_the_run(self):
        self.assert_void(lambda text: [text.replace("0000", "0001", 1)], "lost, doubled or out of order")

    def test_a_message_that_never_comes_voids_the_run(self):
        self.assert_void(lambda text: [], "not delivered")


class ThresholdTests(unittest.TestCase):
    threshold = {"instructions": 1000, "allocations": 2.0}

    def exceeded(self, instructions, allocations):
        return micro.exceeded({"instructions": instructions, "allocations": allocations}, self.threshold)

    def test_more_than_a_tenth_beyond_is_told(self):
        self.assertEqual(self.exceeded(1101, 2.0), ["instructions"])
        self.assertEqual(self.exceeded(1000, 2.3), ["allocations"])

    def test_a_tenth_and_less_is_noise(self):
        self.assertEqual(self.exceeded(1100, 2.2), [])
        self.assertEqual(self.exceeded(10, 0), [])

    def test_every_step_has_a_threshold(self):
        recorded = json.loads(micro.THRESHOLDS.read_text())
        self.assertEqual(set(recorded), set(micro.STEPS))


class TableTests(unittest.TestCase):
    def setUp(self):
        self.figures = Figures()
        row = self.figures.row("chat", "chat", "messages/s", at_least(100), ratio=True)
        for value in (90, 120, 110):
            row.add("beckon", value)
        row.add("node", 55)

    def lines(self):
        return table.render(self.figures, {"C relay": "no compiler"}).splitlines()

    def test_the_median_counts_and_stands_beside_its_goal(self):
        self.assertIn("≥ 100 met", self.lines()[2])
        self.assertIn(" 110 ", self.lines()[2])

    def test_a_missed_goal_is_told(self):
        row = self.figures.row("start", "start", "ms", at_most(10))
        row.add("beckon", 11)
        self.assertIn("**missed**", self.lines()[-1])

    def test_beckon_is_set_in_relation_to_each_peer(self):
        self.assertIn("2.00 ×", self.lines()[3])

    def test_a_peer_that_cannot_run_is_named(self):
        self.assertIn("not here", self.lines()[2])


if __name__ == "__main__":
    unittest.main()
