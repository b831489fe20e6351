"""A worker that does what is queued."""

from collections.abc import Callable

import pytest

from filon.kernel.tasks import run_next


@pytest.fixture
def work() -> Callable[[], int]:
    """Does everything that is queued; returns how many tasks."""

    def done() -> int:
        count = 0
        while run_next("worker-of-the-test"):
            count += 1
        return count

    return done
