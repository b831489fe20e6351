"""A demonstration, or not; a worker that does what is queued."""

from collections.abc import Iterator

import pytest

from filon.kernel.demo import forget_answer
from filon.kernel.models import Installation


@pytest.fixture(autouse=True)
def _fresh_answers() -> Iterator[None]:
    """Whether this is a demonstration is asked anew in each test."""
    forget_answer()
    yield
    forget_answer()


@pytest.fixture
def demonstration(db: None) -> None:
    Installation.objects.create(demo=True, seed=1)
    forget_answer()
