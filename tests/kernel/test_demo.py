from collections.abc import Iterator

import pytest

from filon.kernel import audit, demo
from filon.kernel.errors import Refused
from filon.kernel.models import Installation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_answer() -> Iterator[None]:
    demo.forget_answer()
    yield
    demo.forget_answer()


def test_empty_database_becomes_a_demo_once() -> None:
    before = demo.is_demo()

    demo.mark_demo(7)

    assert (before, demo.is_demo(), Installation.objects.get().seed) == (False, True, 7)
    with pytest.raises(Refused, match="already"):
        demo.mark_demo(8)


def test_database_with_people_never_becomes_a_demo(user) -> None:
    with pytest.raises(Refused, match="holds data"):
        demo.mark_demo(7)


def test_database_with_a_past_never_becomes_a_demo() -> None:
    audit.record(None, "thing.done", None)

    with pytest.raises(Refused, match="holds data"):
        demo.mark_demo(7)


def test_is_demo_asks_the_database_once_in_a_while(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        answers = [demo.is_demo() for _ in range(20)]

    assert answers == [False] * 20
