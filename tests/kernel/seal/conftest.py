"""A folder of secrets that is thrown away, a host, and a paper that it has sealed."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from filon.kernel import demo
from filon.kernel import seal as seals
from filon.kernel.seal import HostKey
from tests.kernel import papers

HOST = UUID("0192f0c1-7d5c-7b3a-9c55-111111111111")
WHEN = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
Seal = Callable[..., bytes]


@pytest.fixture(autouse=True)
def _var(settings: Settings, tmp_path: Path, db: None) -> None:
    demo.forget_answer()
    settings.VAR = tmp_path
    settings.TSA_URL = settings.TSA_ROOTS = None


@pytest.fixture
def in_a_demo() -> Iterator[None]:
    demo.mark_demo(seed=1)
    yield
    demo.forget_answer()


@pytest.fixture
def key() -> HostKey:
    return seals.host_key(HOST, "École du Gardon")


@pytest.fixture
def sealed(key: HostKey) -> Seal:
    """`sealed()` is a paper with one seal; `sealed(paper, field_name="second")` one more."""

    def seal(pdf: bytes | None = None, **changes: object) -> bytes:
        told = {"reason": "Signature", "place": "Alès", "signer_name": "Marie Curie", "when": WHEN, "field_name": "first", "key": key}
        return seals.seal(pdf or papers.paper(), **{**told, **changes})  # type: ignore[arg-type]

    return seal
