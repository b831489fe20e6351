from collections.abc import Iterator

import pytest

from filon.kernel import registry
from filon.kernel.registry import DemoChapter, SourceAddress, all_of, register


@pytest.fixture(autouse=True)
def _restored(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    copy = {kind: dict(known) for kind, known in registry._contributions.items()}
    yield
    registry._contributions.clear()
    registry._contributions.update(copy)


def address(uuid: object) -> str:
    return f"/things/{uuid}/"


def test_all_of_follows_the_order() -> None:
    before = {chapter.code for chapter in all_of(DemoChapter)}
    last, first = DemoChapter("test-last", 10_002, print), DemoChapter("test-first", 10_001, print)
    register(last, first)

    found = [chapter for chapter in all_of(DemoChapter) if chapter.code not in before]

    assert found == [first, last]


def test_register_twice_the_same_keeps_one() -> None:
    register(SourceAddress("test.thing", address))
    register(SourceAddress("test.thing", address))

    assert [one.url for one in all_of(SourceAddress) if one.source_type == "test.thing"] == [address]


def test_register_another_under_the_same_name_is_a_defect() -> None:
    register(SourceAddress("test.thing", address))

    with pytest.raises(ValueError, match=r"test\.thing"):
        register(SourceAddress("test.thing", str))
