"""Two web servers on two hosts, one PostgreSQL: now one is killed, now its cable is pulled, while people write through a proxy."""

from __future__ import annotations

import itertools
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from drills import hosts, proxy
from drills.hosts import Host, again_inside, is_inside, network
from drills.house import DrillFailed, House, Process, opened
from drills.outcome import Outcome, told
from drills.person import Person
from drills.writers import Writers, differences, writing
from filon.launcher import addresses, postgres

WEB_PORT = 8000
PAUSE = 1.5
"""Seconds in which people write on both hosts, then on the one that is left."""
SECONDS_TO_ANSWER = 60.0


@dataclass
class Server:
    """The web server of one host."""

    house: House
    host: Host
    process: Process | None = None

    def start(self) -> None:
        """Returns when it is ready, asked over the cable."""
        database = addresses.write(replace(self.house.place.application(), host=hosts.DESK))
        base = f"http://127.0.0.1:{self.house.port}"
        own = {"DATABASE_URL": database, "FILON_LISTEN": self.host.address, "PORT": str(WEB_PORT), "FILON_BASE_URL": base}
        log = self.house.folder / f"{self.host.address}.log"
        with log.open("ab") as out:
            words = self.host.words(sys.executable, "-m", "filon", "serve")
            variables = {**self.house.variables, **own}
            popen = subprocess.Popen(words, env=variables, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True)
        self.process = Process(popen, log)
        self.house.processes.append(self.process)
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + SECONDS_TO_ANSWER
        while not self.is_ready():
            if self.process is None or not self.process.is_alive or time.monotonic() > deadline:
                raise DrillFailed(f"The web server of {self.host.address} is not ready:\n{self.process.said() if self.process else ''}")
            time.sleep(0.1)

    def is_ready(self) -> bool:
        try:
            return proxy.ask((self.host.address, WEB_PORT), "GET", "/pret", {}, b"")[0] == 200
        except OSError:
            return False

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()

    def vanish(self) -> None:
        """The machine is gone as one whose power fails: what it had open stays open at the other end."""
        self.host.pull_cable()
        self.kill()


def two_hosts(losses: int) -> Outcome:
    with network(2) as found, opened(holds_database=False) as house:
        with _database_on_the_desk(house), proxy.running(house.port, [(host.address, WEB_PORT) for host in found]) as between:
            servers = [Server(house, host) for host in found]
            for server in servers:
                server.start()
            person = Person(house.port)
            person.sign_in(house.link)
            with writing(house, person) as writers:
                _lose(servers, losses, writers)
            for server in servers:
                server.kill()
            house.seal()
            failures = [*differences(house, writers), *house.violations()]
        accepted = f"of {writers.count} accepted; {losses} hosts lost, {between.turned} requests sent to the other"
        what = f"writes failed, lost or doubled, {accepted}"
        return Outcome(len(failures), what, failures=failures)


def _lose(servers: list[Server], losses: int, writers: Writers) -> None:
    """Each host in turn, killed then cut off, and back again: each time people go on at the other one."""
    ways = itertools.cycle([Server.kill, Server.kill, Server.vanish, Server.vanish])
    for number, way in zip(range(losses), ways, strict=False):
        server = servers[number % 2]
        time.sleep(PAUSE)
        way(server)
        _wait_for_writes(writers)
        time.sleep(PAUSE)
        server.host.plug_in()
        server.start()


def _wait_for_writes(writers: Writers) -> None:
    before = writers.count
    while writers.count < before + 4 and not writers.failures:
        time.sleep(0.01)


@contextmanager
def _database_on_the_desk(house: House) -> Iterator[None]:
    """PostgreSQL listens on the network of the drill, with the passwords of the two roles."""
    data = house.place.data
    with (data / "postgresql.auto.conf").open("a") as settings:
        settings.write(f"listen_addresses = '{hosts.DESK}'\n")
    with (data / "pg_hba.conf").open("a") as access:
        access.write(f"host all all {hosts.NETWORK}.0/24 scram-sha-256\n")
    with postgres.running(house.var):
        yield


def main() -> int:
    """Prints how many writes failed. Exit code 0 when none did."""
    if not is_inside():
        return again_inside("drills.two_hosts")
    return told(two_hosts, "two_hosts", str(__doc__), losses=6)


if __name__ == "__main__":
    sys.exit(main())
