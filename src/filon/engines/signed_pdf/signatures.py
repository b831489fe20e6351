"""What each signature of a PDF is worth, with pyHanko. Nothing is fetched: what proves a signature is in the file, or in what we trust."""

import asyncio
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import crl, x509
from pyhanko.pdf_utils.decode_limits import DecodePurpose
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

from filon.engines.signed_pdf.model import Evidence, Found, ReadSignature

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


@dataclass(frozen=True)
class _Check:
    """The evidence, with what the file brings along (`store`, its DSS)."""

    evidence: Evidence
    store: DocumentSecurityStore | None

    def context(self, moment: datetime | None = None) -> ValidationContext:
        """Now; at a proven moment, what was learned later on revocation counts too."""
        lists, answers = (self.store.crls, self.store.ocsps) if self.store else ((), ())
        return ValidationContext(
            trust_roots=[x509.Certificate.load(root) for root in self.evidence.roots],
            other_certs=list(self.store.load_certs()) if self.store else [],
            crls=[*self.evidence.revocations, *(one.get_object().read_data(DecodePurpose.CRL) for one in lists)],
            ocsps=[one.get_object().read_data(DecodePurpose.OCSP_RESPONSE) for one in answers],
            moment=moment or self.evidence.now,
            retroactive_revinfo=moment is not None,
            revocation_mode="soft-fail",
        )

    def is_revoked(self, certificate: x509.Certificate, moment: datetime | None) -> bool:
        """By one of the lists that we are given, at that moment or before. pyHanko looks only at lists that a certificate names."""
        for der in self.evidence.revocations:
            told = crl.CertificateList.load(der)["tbs_cert_list"]
            for one in told["revoked_certificates"] if told["issuer"] == certificate.issuer else ():
                if one["user_certificate"].native == certificate.serial_number:
                    return bool(one["revocation_date"].native <= (moment or self.evidence.now))
        return False


def read(reader: PdfFileReader, evidence: Evidence) -> tuple[list[ReadSignature], list[Found]]:
    """Every signature, oldest first, and what is wrong with each. Raises MemoryError."""
    embedded, found = _embedded(reader)
    if not embedded and not found:
        return [], [Found("unsigned")]
    check = _Check(evidence, _store(reader))
    stamped = [one for one in embedded if one.sig_object_type == "/DocTimeStamp"]
    signatures: list[ReadSignature] = []
    for one in embedded:
        try:
            if one in stamped:
                found += _faults_of_stamp(one, check)
            else:
                is_archived = any(int(stamp.signed_revision) > int(one.signed_revision) for stamp in stamped)
                signature, faults = _read_signature(one, check, is_archived=is_archived)
                signatures.append(signature)
                found += faults
        except MemoryError:
            raise
        except Exception:
            found.append(Found("broken_signature", _name_of(one)))
    return signatures, found


def _embedded(reader: PdfFileReader) -> tuple[list[EmbeddedPdfSignature], list[Found]]:
    signed: list[EmbeddedPdfSignature] = []
    found: list[Found] = []
    for name, _value, sig_field in enumerate_sig_fields(reader, filled_status=True):
        try:
            signed.append(EmbeddedPdfSignature(reader, sig_field, name))
        except MemoryError:
            raise
        except Exception:
            found.append(Found("broken_signature", str(name)))
    return sorted(signed, key=lambda one: int(one.signed_revision)), found


def _name_of(one: EmbeddedPdfSignature) -> str:
    """A plain string: pyHanko's own hold on to the whole file."""
    return str(one.field_name)


def _store(reader: PdfFileReader) -> DocumentSecurityStore | None:
    try:
        return DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return None


def _faults_of_stamp(one: EmbeddedPdfSignature, check: _Check) -> Iterator[Found]:
    """Of a time-stamp over the whole file."""
    status = asyncio.run(async_validate_pdf_timestamp(one, check.context()))
    if not (status.intact and status.valid):
        yield Found("broken_signature", _name_of(one))
    elif not status.trusted:
        yield Found("untrusted_time", _name_of(one))
    if _changes(status, one) == "forbidden":
        yield Found("changed_after", _name_of(one))


def _read_signature(one: EmbeddedPdfSignature, check: _Check, *, is_archived: bool) -> tuple[ReadSignature, list[Found]]:
    status, stamped_at = _status(one, check)
    is_intact, is_stamped = bool(status.intact and status.valid), stamped_at is not None
    is_revoked = check.is_revoked(one.signer_cert, stamped_at)
    changes = _changes(status, one)
    declared_at = one.self_reported_timestamp
    signature = ReadSignature(
        field_name=_name_of(one),
        signer=_common_name(one.signer_cert.subject),
        issuer=_common_name(one.signer_cert.issuer),
        declared_name=_text(one, "/Name"),
        reason=_text(one, "/Reason"),
        place=_text(one, "/Location"),
        declared_at=declared_at.isoformat() if declared_at and declared_at.tzinfo else None,
        stamped_at=stamped_at.isoformat() if stamped_at else None,
        covers_whole_file=status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        is_intact=is_intact,
        is_trusted=bool(is_intact and status.trusted and not is_revoked),
        certifies=_certifies(one),
        root=_root(status),
        level=_level(one, check.store, is_stamped=is_stamped, is_archived=is_archived),
        changes=changes,
    )
    faults = _faults(status, changes, is_stamped=is_stamped, is_revoked=is_revoked)
    return signature, [Found(kind, _name_of(one)) for kind in faults]


def _status(one: EmbeddedPdfSignature, check: _Check) -> tuple[PdfSignatureStatus, datetime | None]:
    """Now; or, for a certificate that is worth nothing now, at the moment that a trusted time-stamp proves."""
    status = _validated(one, check.context(), check.context())
    stamp = status.timestamp_validity
    if stamp is None or not (stamp.intact and stamp.valid and stamp.trusted):
        return status, None
    if not status.trusted:
        status = _validated(one, check.context(stamp.timestamp), check.context())
    return status, stamp.timestamp


def _validated(one: EmbeddedPdfSignature, signer: ValidationContext, stamp: ValidationContext) -> PdfSignatureStatus:
    return asyncio.run(async_validate_pdf_signature(one, signer, ts_validation_context=stamp, key_usage_settings=ANY_USE))


def _faults(status: PdfSignatureStatus, changes: str, *, is_stamped: bool, is_revoked: bool) -> Iterator[str]:
    """Names of findings."""
    if status.md_algorithm in WEAK:
        yield "weak"
    elif not (status.intact and status.valid):
        yield "broken_signature"
    if changes == "forbidden":
        yield "changed_after"
    if status.timestamp_validity is not None and not is_stamped:
        yield "untrusted_time"
    if is_revoked:
        yield "revoked"
    elif status.intact and status.valid and not status.trusted:
        yield _doubt(status)


def _doubt(status: PdfSignatureStatus) -> str:
    """Why a sound signature is not trusted."""
    why = status.trust_problem_indic
    if status.revoked or why in REVOKED:
        return "revoked"
    if why in NOT_VALID:
        return "not_valid_then"
    return "weak" if why in FORGEABLE else "unknown_issuer"


def _changes(status: ModificationInfo, one: EmbeddedPdfSignature) -> str:
    if status.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return "none"
    if one.signed_revision == one.reader.xrefs.total_revisions - 1 and _rest(one).strip():
        return "forbidden"
    if status.docmdp_ok is False or status.modification_level in (None, ModificationLevel.OTHER):
        return "forbidden"
    return "allowed"


def _rest(one: EmbeddedPdfSignature) -> bytes:
    """What follows the bytes that the signature covers."""
    one.reader.stream.seek(int(one.byte_range[2]) + int(one.byte_range[3]))
    return bytes(one.reader.stream.read())


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


def _certifies(one: EmbeddedPdfSignature) -> bool:
    """It says what may happen to the whole file afterwards (DocMDP, ISO 32000-2, 12.8.2.2)."""
    references = one.sig_object.get("/Reference", ())
    return any(reference.get_object().get("/TransformMethod") == "/DocMDP" for reference in references)


def _text(one: EmbeddedPdfSignature, key: str) -> str:
    return str(one.sig_object.get(key, ""))[:300]
