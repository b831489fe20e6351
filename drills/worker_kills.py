"""The worker is killed at work: each task has its effect once, no letter leaves twice, no number is burnt, the audit chain is whole.

A letter that was leaving when its worker died is in doubt: nobody can know whether it left, so it is not sent again, its task has failed
and the journal says so. That is not a failure of the drill; a letter sent twice, or lost without a word, is.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator

from drills.house import ROOT, DrillFailed, House, Process, opened
from drills.mailbox import Mailbox, open_mailbox
from drills.outcome import Outcome, told

LONGEST_LIFE = 0.8
"""seconds a worker works, at most, before it is killed."""
ERRANDS_A_LIFE = 6
"""errands of each sort for each worker: there is always something left to do."""
SECONDS_TO_FINISH = 240.0
SEED = 4
UNFINISHED = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status IN ('READY', 'RUNNING') AND task_path LIKE %s"
ERRAND, LETTER = "drills.errands.tasks.%", "filon.people.letters.%"


def worker_kills(kills: int) -> Outcome:
    with (
        open_mailbox() as mailbox,
        opened(DJANGO_SETTINGS_MODULE="drills.settings", DRILL_MAIL_PORT=str(mailbox.port)) as house,
    ):
        errands = kills * ERRANDS_A_LIFE
        _ask(house, errands)
        caught = sum(_one_life(house, moment) for moment in _moments(kills))
        if not house.value(UNFINISHED, ERRAND) and not house.value(UNFINISHED, LETTER):
            raise DrillFailed("there was nothing left to do before the last kill: the drill proves nothing")
        _finish(house)
        failures = [*_errands(house), *_letters(house, mailbox), *house.violations()]
        doubts = house.value("SELECT count(*) FROM kernel_auditevent WHERE action = 'invitation.in_doubt'")
        what = f"tasks done twice or lost, of {2 * errands}; {kills} kills, {caught} with a task in hand, {doubts} letters left in doubt"
        return Outcome(len(failures), what, failures=failures)


def _moments(kills: int) -> Iterator[float]:
    chance = random.Random(SEED)
    return (chance.uniform(0, LONGEST_LIFE) for _kill in range(kills))


def _ask(house: House, count: int) -> None:
    subprocess.run([sys.executable, "-m", "drills.errands", str(count)], env=house.variables, cwd=ROOT, check=True)


def _one_life(house: House, seconds: float) -> bool:
    """A worker is born, works and is killed; was it at a task?"""
    before = house.value("SELECT count(*) FROM kernel_heartbeat")
    worker = house.start("worker")
    while house.value("SELECT count(*) FROM kernel_heartbeat") == before:
        _check(worker)
        time.sleep(0.02)
    time.sleep(seconds)
    worker.kill()
    newest = "SELECT worker_id FROM kernel_heartbeat ORDER BY started_at DESC LIMIT 1"
    query = f"SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status = 'RUNNING' AND worker_ids ->> -1 = ({newest})"
    return bool(house.value(query))


def _finish(house: House) -> None:
    """One more worker takes up what the dead ones left, and seals the audit."""
    worker, deadline = house.start("worker"), time.monotonic() + SECONDS_TO_FINISH
    while house.value(UNFINISHED, ERRAND) or house.value(UNFINISHED, LETTER):
        _check(worker)
        if time.monotonic() > deadline:
            raise DrillFailed(f"tasks still wait after {SECONDS_TO_FINISH:.0f} seconds:\n{worker.said()}")
        time.sleep(0.2)
    worker.stop()
    house.seal()


def _check(worker: Process) -> None:
    if not worker.is_alive:
        raise DrillFailed(f"the worker ended by itself:\n{worker.said()}")


def _errands(house: House) -> Iterator[str]:
    """Each has its agreement, each agreement its errand; their numbers follow each other."""
    without = house.value("SELECT count(*) FROM errands_errand WHERE agreement_id IS NULL")
    if without:
        yield f"{without} errands were not done"
    orphans = house.value("SELECT count(*) FROM agreements_agreement WHERE id NOT IN (SELECT agreement_id FROM errands_errand)")
    if orphans:
        yield f"{orphans} agreements were opened twice"
    numbers = sorted(int(reference.rsplit("-", 1)[1]) for (reference,) in house.rows("SELECT reference FROM agreements_agreement"))
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"references are not 1 to {len(numbers)}: a number was burnt"


def _letters(house: House, mailbox: Mailbox) -> Iterator[str]:
    """One letter for each task that says it is done; none or one, and a word in the journal, for each in doubt."""
    rows = house.rows("""
        SELECT invitation.email, task.status,
               EXISTS (SELECT FROM kernel_auditevent WHERE object_uuid = invitation.uuid AND action = 'invitation.in_doubt')
          FROM people_invitation AS invitation
          JOIN django_tasks_database_dbtaskresult AS task ON (task.args_kwargs -> 'kwargs' ->> 'invitation_id')::bigint = invitation.id""")
    for email, status, is_in_doubt in rows:
        letters = mailbox.taken[email]
        if letters > 1:
            yield f"{email} got {letters} letters"
        elif not letters and not is_in_doubt:
            yield f"{email} got no letter and nobody says so (its task: {status})"
        elif is_in_doubt != (status == "FAILED"):
            yield f"the task of {email} is {status}, in doubt: {is_in_doubt}"


if __name__ == "__main__":
    sys.exit(told(worker_kills, "worker_kills", "The worker is killed while it works.", kills=100))
