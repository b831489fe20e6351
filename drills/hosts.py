"""Machines of a drill: network namespaces of this one, on a network of their own that no other program sees, gone with their processes.

Everything happens in a namespace made for the drill: its bridge is where the database and the proxy are; each host is one more namespace,
with one cable to the bridge that can be pulled."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from drills.house import DrillFailed

NETWORK = "10.203.0"
DESK = f"{NETWORK}.1"
"""Where the database and the proxy are."""
INSIDE = "FILON_DRILL_INSIDE"
TOOLS = ("ip", "unshare", "nsenter")


def is_inside() -> bool:
    return os.environ.get(INSIDE) == "1"


def again_inside(module: str) -> int:
    """Runs the drill once more in a network of its own; its exit code. Raises DrillFailed where no network can be made."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing or os.geteuid() != 0:
        wanted = f"install {', '.join(missing)}" if missing else "run the drill as root"
        raise DrillFailed(f"Hosts are made by root with {', '.join(TOOLS)}: {wanted}.")
    words = ["unshare", "--net", sys.executable, "-m", module, *sys.argv[1:]]
    return subprocess.run(words, env={**os.environ, INSIDE: "1"}, check=False).returncode


@dataclass
class Host:
    """One machine: its address, the process that keeps it, its end of the cable here."""

    address: str
    keeper: subprocess.Popen[bytes]
    cable: str

    def words(self, *command: str) -> list[str]:
        """The command as it runs there."""
        return ["nsenter", f"--target={self.keeper.pid}", "--net", *command]

    def pull_cable(self) -> None:
        """Nothing goes in or out, and nobody is told."""
        _run("ip", "link", "set", self.cable, "down")

    def plug_in(self) -> None:
        _run("ip", "link", "set", self.cable, "up")


@contextmanager
def network(count: int) -> Iterator[list[Host]]:
    """So many hosts on one bridge."""
    _run("ip", "link", "set", "lo", "up")
    _run("ip", "link", "add", "desk", "type", "bridge")
    _run("ip", "address", "add", f"{DESK}/24", "dev", "desk")
    _run("ip", "link", "set", "desk", "up")
    hosts: list[Host] = []
    try:
        for number in range(count):
            hosts.append(_host(number))
        yield hosts
    finally:
        for host in hosts:
            host.keeper.kill()
            host.keeper.wait()


def _host(number: int) -> Host:
    keeper = subprocess.Popen(["unshare", "--net", "sleep", "infinity"])
    own = os.stat("/proc/self/ns/net").st_ino
    deadline = time.monotonic() + 10
    while os.stat(f"/proc/{keeper.pid}/ns/net").st_ino == own:
        if time.monotonic() > deadline:
            raise DrillFailed("No network namespace could be made.")
        time.sleep(0.01)
    host = Host(f"{NETWORK}.{11 + number}", keeper, f"cable{number}")
    _run("ip", "link", "add", host.cable, "type", "veth", "peer", "name", "eth0", "netns", str(keeper.pid))
    _run("ip", "link", "set", host.cable, "master", "desk", "up")
    for words in (["address", "add", f"{host.address}/24", "dev", "eth0"], ["link", "set", "eth0", "up"], ["link", "set", "lo", "up"]):
        _run(*host.words("ip", *words))
    return host


def _run(*words: str) -> None:
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    if done.returncode:
        raise DrillFailed(f"{' '.join(words)}: {done.stderr.strip()}")
