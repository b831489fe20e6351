"""A folder of secrets that is thrown away, a host, and a paper that it has sealed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from filon.kernel import demo
from filon.kernel import seal as seals
from filon.kernel.confined import Pool
from filon.kernel.seal import HostKey, validation
from tests.kernel import papers

HOST = UUID("0192f0c1-7d5c-7b3a-9c55-111111111111")
WHEN = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
Seal = Callable[..., bytes]


@pytest.fixture(autouse=True)
def _var(settings: Settings, tmp_path: Path, db: None) -> None:
    demo.forget_answer()
    settings.VAR = tmp_path
    settings.TSA_URL = settings.TSA_ROOTS = None


@pytest.fixture(scope="session")
def readers() -> Iterator[Pool]:
    """The confined processes of `validate`, kept from test to test instead of ended after each PDF."""
    pool = replace(validation.POOL, jobs=100)
    yield pool
    pool.close()


@pytest.fixture(autouse=True)
def _kept_readers(readers: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validation, "POOL", readers)


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
