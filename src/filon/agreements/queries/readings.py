"""What reading the signatures of a PDF said, as it is kept, and as people read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from filon.agreements.models import PaperReading
from filon.kernel.seal import Finding, FindingKind, Signature, Validation


@dataclass(frozen=True)
class ReadSignature:
    """One signature of a kept reading; `at` is a time-stamp authority's word where `is_stamped`, else the signature's own."""

    name: str
    certificate: str
    issuer: str
    reason: str
    at: dt.datetime | None
    is_stamped: bool
    is_intact: bool
    is_trusted: bool
    level: str


@dataclass(frozen=True)
class Read:
    """A kept reading, in the reader's language."""

    read_at: dt.datetime
    sha256: str
    pages: int
    is_untouched: bool
    sentences: Sequence[str]
    signatures: Sequence[ReadSignature]

    @property
    def mark(self) -> str:
        """A symbol of a promise."""
        if not self.signatures:
            return "unstated"
        return "kept" if self.is_untouched else "late"


def told_of(said: Validation) -> dict[str, Any]:
    """What is kept: only JSON's own values, and the stable names of what was found."""
    return {
        "sha256": said.sha256,
        "pages": said.pages,
        "is_untouched": said.is_untouched,
        "findings": [{"kind": finding.kind.value, "where": finding.where} for finding in said.findings],
        "signatures": [_signature_told(one) for one in said.signatures],
    }


def _signature_told(one: Signature) -> dict[str, Any]:
    at = one.stamped_at or one.declared_at
    return {
        "name": one.declared_name or one.signer,
        "certificate": one.signer,
        "issuer": one.issuer,
        "reason": one.reason,
        "at": at.isoformat() if at else None,
        "is_stamped": one.stamped_at is not None,
        "is_intact": one.is_intact,
        "is_trusted": one.is_trusted,
        "level": one.level.value,
    }


def read_of(reading: PaperReading) -> Read:
    told = reading.told
    return Read(
        read_at=reading.read_at,
        sha256=told["sha256"],
        pages=told["pages"],
        is_untouched=told["is_untouched"],
        sentences=[Finding(FindingKind(one["kind"]), one["where"]).sentence for one in told["findings"]],
        signatures=[ReadSignature(**{**one, "at": one["at"] and dt.datetime.fromisoformat(one["at"])}) for one in told["signatures"]],
    )
