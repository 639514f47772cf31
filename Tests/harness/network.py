"""A network of its own for some of the clients, which can be cut without either end being told."""

import ctypes
import os
import subprocess
import threading

import pytest

from .machine import needs

CLONE_NEWNET = 0x40000000


class Network:
    """A namespace that is joined to this machine by one wire: the server listens on `here`."""

    def __init__(self):
        needs("ip", root=True)
        # Of the range for benchmarks (RFC 2544), and by the process, so that two runs do not meet.
        number = os.getpid() % 16384
        self.name, self.wire = f"beckon-{os.getpid()}", f"bk{os.getpid()}"
        net = f"198.18.{number >> 6}.{(number & 63) << 2}".rsplit(".", 1)
        self.here, self.there = (f"{net[0]}.{int(net[1]) + host}" for host in (1, 2))

    def __enter__(self):
        made = self._ip("netns", "add", self.name, check=False)
        if made.returncode:
            pytest.skip(f"no network namespaces here: {made.stderr.strip()}")
        try:
            made = self._ip("link", "add", self.wire, "type", "veth", "peer", "name", "wire", "netns", self.name, check=False)
            if made.returncode:
                pytest.skip(f"no virtual wires here: {made.stderr.strip()}")
            self._ip("addr", "add", f"{self.here}/30", "dev", self.wire)
            self._ip("link", "set", self.wire, "up")
            self._ip_inside("addr", "add", f"{self.there}/30", "dev", "wire")
            self._ip_inside("link", "set", "wire", "up")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self._ip("netns", "del", self.name, check=False)

    @staticmethod
    def _ip(*words, check=True):
        return subprocess.run(["ip", *words], capture_output=True, text=True, check=check)

    def _ip_inside(self, *words):
        """Not `ip -n`, which mounts, and so needs more than namespaces: in a chroot it fails."""
        return self.inside(lambda: self._ip(*words))

    def cut(self):
        """From now on nothing comes through, and nobody is told: no FIN, no RST."""
        self._ip_inside("link", "set", "wire", "down")

    def mend(self):
        self._ip_inside("link", "set", "wire", "up")

    def inside(self, work):
        """Runs `work` in a thread whose new sockets belong to the namespace, and returns its result."""
        results = []

        def run():
            try:
                with open(f"/run/netns/{self.name}") as namespace:
                    if ctypes.CDLL(None, use_errno=True).setns(namespace.fileno(), CLONE_NEWNET):
                        raise OSError(ctypes.get_errno(), "setns")
                results.append((work(), None))
            except BaseException as failure:
                results.append((None, failure))

        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
        result, failure = results[0]
        if failure:
            raise failure
        return result
