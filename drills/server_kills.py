"""The web server is killed while people write: nothing accepted is lost, nothing is done twice, the audit chain is whole."""

from __future__ import annotations

import random
import sys
import time

from drills.house import House, Process, opened
from drills.outcome import Outcome, told
from drills.person import Person
from drills.writers import Writers, differences, writing

LONGEST_LIFE = 0.5
"""seconds after its first accepted write, at most, after which the server is killed."""
SEED = 4


def server_kills(kills: int) -> Outcome:
    with opened() as house:
        server = _serve(house)
        person = Person(house.port)
        person.sign_in(house.link)
        with writing(house, person) as writers:
            for moment in _moments(kills):
                _wait_for_writes(writers)
                time.sleep(moment)
                server.kill()
                server = _serve(house)
        server.stop()
        house.seal()
        failures = [*differences(house, writers), *house.violations()]
        what = f"writes lost, doubled or half-done, of {writers.count} accepted; {kills} kills, {writers.broken} requests without an answer"
        return Outcome(len(failures), what, failures=failures)


def _moments(kills: int) -> list[float]:
    chance = random.Random(SEED)
    return [chance.uniform(0, LONGEST_LIFE) for _kill in range(kills)]


def _serve(house: House) -> Process:
    server = house.start("serve")
    house.wait_until_it_answers(server)
    return server


def _wait_for_writes(writers: Writers) -> None:
    """At least one more is accepted: the server that is killed was at work."""
    before = writers.count
    while writers.count == before and not writers.failures:
        time.sleep(0.01)


if __name__ == "__main__":
    sys.exit(told(server_kills, "server_kills", str(__doc__), kills=100))
