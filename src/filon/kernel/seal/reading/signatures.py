"""What each signature of a PDF is worth, with pyHanko. Nothing is fetched: what proves a signature is in the file, or in what we trust."""

import asyncio
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.misc import DecodePurpose
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import ModificationInfo, PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

PADES = "/ETSI.CAdES.detached"
ANY_USE = KeyUsageConstraints(key_usage=None)
WEAK = frozenset(("md2", "md5", "sha1"))
FORGEABLE = (AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE, AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE)
REVOKED = (AdESFailure.REVOKED, AdESIndeterminate.REVOKED_NO_POE, AdESIndeterminate.REVOKED_CA_NO_POE)
NOT_VALID = (
    AdESFailure.NOT_YET_VALID,
    AdESIndeterminate.NOT_YET_VALID,
    AdESIndeterminate.EXPIRED,
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE,
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED,
)


@dataclass
class Found:
    signatures: list[dict[str, Any]] = field(default_factory=list)
    findings: list[dict[str, str]] = field(default_factory=list)

    def says(self, kind: str, where: str) -> None:
        self.findings.append({"kind": kind, "where": where})


@dataclass(frozen=True)
class _Evidence:
    """What a signature is checked against; `store` is what the file brings along (its DSS)."""

    roots: list[bytes]
    revocations: list[bytes]
    now: datetime
    store: DocumentSecurityStore | None

    def context(self, moment: datetime | None = None) -> ValidationContext:
        """At a proven moment, what was learned later on revocation counts too."""
        brought = self.store
        return ValidationContext(
            trust_roots=self.roots,
            other_certs=list(brought.load_certs()) if brought else [],
            crls=[*self.revocations, *(one.get_object().read_data(DecodePurpose.CRL) for one in (brought.crls if brought else ()))],
            ocsps=[one.get_object().read_data(DecodePurpose.OCSP_RESPONSE) for one in (brought.ocsps if brought else ())],
            moment=moment or self.now,
            retroactive_revinfo=moment is not None,
            revocation_mode="soft-fail",
        )


def read(reader: PdfFileReader, *, roots: list[bytes], revocations: list[bytes], now: datetime) -> Found:
    """Every signature, oldest first, and what is wrong with each."""
    found = Found()
    embedded = sorted(_embedded(reader, found), key=lambda one: int(one.signed_revision))
    if not embedded and not found.findings:
        found.says("unsigned", "")
    evidence = _Evidence(roots, revocations, now, _store(reader))
    stamped = [one for one in embedded if one.sig_object_type == "/DocTimeStamp"]
    for one in embedded:
        try:
            if one in stamped:
                _read_document_stamp(one, evidence, found)
            else:
                later = any(int(stamp.signed_revision) > int(one.signed_revision) for stamp in stamped)
                _read_signature(one, evidence, found, is_archived=later)
        except MemoryError:
            raise
        except Exception:  # a signature of anybody: whatever breaks while it is read is its fault
            found.says("broken_signature", one.field_name)
    return found


def _embedded(reader: PdfFileReader, found: Found) -> Iterator[EmbeddedPdfSignature]:
    for name, _value, sig_field in enumerate_sig_fields(reader, filled_status=True):
        try:
            yield EmbeddedPdfSignature(reader, sig_field, name)
        except MemoryError:
            raise
        except Exception:
            found.says("broken_signature", name)


def _store(reader: PdfFileReader) -> DocumentSecurityStore | None:
    try:
        return DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return None


def _read_document_stamp(one: EmbeddedPdfSignature, evidence: _Evidence, found: Found) -> None:
    status = asyncio.run(async_validate_pdf_timestamp(one, evidence.context()))
    if not (status.intact and status.valid):
        found.says("broken_signature", one.field_name)
    elif not status.trusted:
        found.says("untrusted_time", one.field_name)
    if _changes(status) == "forbidden":
        found.says("changed_after", one.field_name)


def _read_signature(one: EmbeddedPdfSignature, evidence: _Evidence, found: Found, *, is_archived: bool) -> None:
    status, stamped_at = _status(one, evidence)
    is_intact, is_stamped = bool(status.intact and status.valid), stamped_at is not None
    found.signatures.append(
        {
            **_said(one),
            "stamped_at": stamped_at.isoformat() if stamped_at else None,
            "covers_whole_file": status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
            "is_intact": is_intact,
            "is_trusted": bool(is_intact and status.trusted),
            "root": _root(status),
            "level": _level(one, evidence.store, is_stamped=is_stamped, is_archived=is_archived),
            "changes": _changes(status),
        }
    )
    for kind in _faults(status, is_stamped=is_stamped):
        found.says(kind, one.field_name)


def _status(one: EmbeddedPdfSignature, evidence: _Evidence) -> tuple[PdfSignatureStatus, datetime | None]:
    """Today; or, for a certificate that is worth nothing today, at the moment that a trusted time-stamp proves."""
    status = _validated(one, evidence.context())
    stamp = status.timestamp_validity
    if stamp is None or not (stamp.intact and stamp.valid and stamp.trusted):
        return status, None
    if not status.trusted:
        status = _validated(one, evidence.context(), evidence.context(stamp.timestamp))
    return status, stamp.timestamp


def _validated(one: EmbeddedPdfSignature, stamps: ValidationContext, signer: ValidationContext | None = None) -> PdfSignatureStatus:
    return asyncio.run(
        async_validate_pdf_signature(one, signer or stamps, ts_validation_context=stamps, key_usage_settings=ANY_USE)
    )


def _said(one: EmbeddedPdfSignature) -> dict[str, Any]:
    """What the signature says of itself."""
    declared_at = one.self_reported_timestamp
    return {
        "field_name": one.field_name,
        "signer": _common_name(one.signer_cert.subject),
        "issuer": _common_name(one.signer_cert.issuer),
        "declared_name": _text(one, "/Name"),
        "reason": _text(one, "/Reason"),
        "place": _text(one, "/Location"),
        "declared_at": declared_at.isoformat() if declared_at and declared_at.tzinfo else None,
        "certifies": one.docmdp_level is not None and "/Reference" in one.sig_object,
    }


def _faults(status: PdfSignatureStatus, *, is_stamped: bool) -> Iterator[str]:
    """Names of findings."""
    if status.md_algorithm in WEAK:
        yield "weak"
    elif not (status.intact and status.valid):
        yield "broken_signature"
    if _changes(status) == "forbidden":
        yield "changed_after"
    if status.timestamp_validity is not None and not is_stamped:
        yield "untrusted_time"
    if status.intact and status.valid and not status.trusted:
        yield _doubt(status)


def _doubt(status: PdfSignatureStatus) -> str:
    """Why a sound signature is not trusted."""
    why = status.trust_problem_indic
    if status.revoked or why in REVOKED:
        return "revoked"
    if why in NOT_VALID:
        return "not_valid_then"
    return "weak" if why in FORGEABLE else "unknown_issuer"


def _changes(status: ModificationInfo) -> str:
    if status.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return "none"
    if status.docmdp_ok is False or status.modification_level in (None, ModificationLevel.OTHER):
        return "forbidden"
    return "allowed"


def _level(one: EmbeddedPdfSignature, store: DocumentSecurityStore | None, *, is_stamped: bool, is_archived: bool) -> str:
    """ETSI EN 319 142-1, 6: with a time-stamp, with the proof of the certificates, with a time-stamp over both."""
    if one.sig_object.get("/SubFilter") != PADES:
        return "other"
    if not is_stamped:
        return "B-B"
    if store is None or not (store.certs and (list(store.crls) or list(store.ocsps))):
        return "B-T"
    return "B-LTA" if is_archived else "B-LT"


def _root(status: PdfSignatureStatus) -> str:
    """Hexadecimal sha256 of the certificate at the end of the chain, empty without one."""
    if status.validation_path is None:
        return ""
    first = status.validation_path.first
    return hashlib.sha256(first.dump()).hexdigest() if isinstance(first, x509.Certificate) else ""


def _common_name(name: x509.Name) -> str:
    told = name.native
    return str(told.get("common_name") or told.get("organization_name") or name.human_friendly)


def _text(one: EmbeddedPdfSignature, key: str) -> str:
    return str(one.sig_object.get(key, ""))[:300]
