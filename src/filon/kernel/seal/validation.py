"""What a PDF's signatures are worth. The reading itself happens in a confined process (`engines.signed_pdf`): a PDF comes from anybody."""

import hashlib
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from django.utils import timezone

from filon.kernel.confined import Broken, Pool
from filon.kernel.seal.findings import DANGEROUS, STOPS_READING, UNTRUE, Finding, FindingKind
from filon.kernel.seal.keys import DEMO
from filon.kernel.seal.trust import Trust, fingerprint_of

log = logging.getLogger(__name__)

LARGEST = 20 * 1024 * 1024
SECONDS = 20
MEMORY = 1024 * 1024 * 1024
PAPERS_A_PROCESS = 200
HEADER = b"%PDF-"

POOL = Pool("filon.engines.signed_pdf.job:read_pdf", seconds=SECONDS, memory=MEMORY, jobs=PAPERS_A_PROCESS, is_fresh=True)


class Level(Enum):
    """ETSI EN 319 142-1; `OTHER` is a signature of the older kind (ISO 32000-1, adbe.pkcs7.detached)."""

    OTHER = "other"
    B_B = "B-B"
    B_T = "B-T"
    B_LT = "B-LT"
    B_LTA = "B-LTA"


class Changes(Enum):
    """What was added to the file after a signature."""

    NONE = "none"
    ALLOWED = "allowed"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True)
class Signature:
    """`signer` is the name in the certificate, `declared_name` the one that the signature says; `declared_at` is its own word, `stamped_at`
    a time-stamp authority's. `is_intact`: the bytes it covers are those that were signed."""

    field_name: str
    signer: str
    issuer: str
    declared_name: str
    reason: str
    place: str
    declared_at: datetime | None
    stamped_at: datetime | None
    covers_whole_file: bool
    is_intact: bool
    is_trusted: bool
    is_ours: bool
    is_demo: bool
    certifies: bool
    level: Level
    changes: Changes


@dataclass(frozen=True)
class Inspection:
    """What a PDF is and contains; `pages` is 0 when it could not be read."""

    size: int
    sha256: str
    pages: int
    findings: tuple[Finding, ...]

    @property
    def is_readable(self) -> bool:
        return not any(finding.kind in STOPS_READING for finding in self.findings)

    @property
    def is_plain(self) -> bool:
        """Readable, and nothing in it that acts, changes or hides."""
        return self.is_readable and not any(finding.kind in DANGEROUS for finding in self.findings)


@dataclass(frozen=True)
class Validation(Inspection):
    """And its signatures, oldest first."""

    signatures: tuple[Signature, ...]

    @property
    def is_untouched(self) -> bool:
        """It is signed, every signature is intact, and nothing forbidden came after one."""
        is_whole = self.is_readable and not any(finding.kind in UNTRUE for finding in self.findings)
        return is_whole and bool(self.signatures) and all(one.is_intact and one.changes is not Changes.FORBIDDEN for one in self.signatures)

    @property
    def is_ours(self) -> bool:
        """Untouched, sealed by this installation, and nothing was added after its last seal."""
        ours = [one for one in self.signatures if one.is_ours and one.is_trusted]
        return self.is_untouched and bool(ours) and ours[-1] is self.signatures[-1]


def validate(pdf: bytes, *, trust: Trust, at: datetime | None = None) -> Validation:
    """Whatever the bytes are, an answer and never an exception. `at` is the moment of the check, now without it."""
    told, findings = _read(pdf, trust, at)
    ours = {fingerprint_of(der) for der in trust.ours}
    signatures = tuple(_signature(one, ours) for one in told.get("signatures", ()))
    findings += [Finding(FindingKind.DEMO, one.field_name) for one in signatures if one.is_demo]
    return Validation(**_measures(pdf, told), findings=tuple(findings), signatures=signatures)


def inspect(pdf: bytes) -> Inspection:
    """What a PDF of others contains, its signatures left aside. Never an exception."""
    told, findings = _read(pdf, None, None)
    return Inspection(**_measures(pdf, told), findings=tuple(findings))


def _measures(pdf: bytes, told: dict[str, Any]) -> dict[str, Any]:
    return {"size": len(pdf), "sha256": hashlib.sha256(pdf).hexdigest(), "pages": int(told.get("pages", 0))}


def _read(pdf: bytes, trust: Trust | None, at: datetime | None) -> tuple[dict[str, Any], list[Finding]]:
    if not pdf.startswith(HEADER):
        return {}, [Finding(FindingKind.NOT_A_PDF)]
    if len(pdf) > LARGEST:
        return {}, [Finding(FindingKind.TOO_LARGE)]
    evidence = trust and {
        "roots": [der.hex() for der in trust.roots],
        "revocations": [der.hex() for der in trust.revocations],
        "now": (at or timezone.now()).astimezone(UTC).isoformat(),
    }
    try:
        told, _content = POOL.ask({"evidence": evidence}, pdf)
    except Broken as broken:
        log.warning("reading a PDF of %s bytes: %s", len(pdf), broken)
        return {}, [Finding(FindingKind.TOO_HEAVY)]
    return told, [Finding(FindingKind(one["kind"]), one["where"]) for one in told["found"]]


def _signature(told: dict[str, Any], ours: set[str]) -> Signature:
    return Signature(
        field_name=told["field_name"],
        signer=told["signer"],
        issuer=told["issuer"],
        declared_name=told["declared_name"],
        reason=told["reason"],
        place=told["place"],
        declared_at=_moment(told["declared_at"]),
        stamped_at=_moment(told["stamped_at"]),
        covers_whole_file=told["covers_whole_file"],
        is_intact=told["is_intact"],
        is_trusted=told["is_trusted"],
        is_ours=told["is_trusted"] and told["root"] in ours,
        is_demo=DEMO in told["signer"],
        certifies=told["certifies"],
        level=Level(told["level"]),
        changes=Changes(told["changes"]),
    )


def _moment(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None
