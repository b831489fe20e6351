"""Tasks of the kernel's tests: a task is found by its dotted name."""

from filon.kernel import tasks
from filon.kernel.errors import Refused
from filon.kernel.tasks import task

RUNS: list[str] = []


@task(attempts=3, backoff=10)
def note(word: str) -> str:
    RUNS.append(word)
    tasks.progress(1, 2, f"noted {word}")
    return word


@task(attempts=3, backoff=10)
def break_always() -> None:
    RUNS.append("broken")
    raise RuntimeError("broken")


@task(attempts=3, backoff=10)
def refuse() -> None:
    RUNS.append("refused")
    raise Refused("Not possible.")
