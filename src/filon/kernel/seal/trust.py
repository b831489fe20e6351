"""Whom a reader of signatures believes."""

from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from django.conf import settings

from filon.kernel.seal import keys


@dataclass(frozen=True)
class Trust:
    """Roots in DER. A signature whose chain ends in one of `ours` is ours; `revocations` are lists of revoked certificates (DER)."""

    ours: tuple[bytes, ...] = ()
    others: tuple[bytes, ...] = ()
    revocations: tuple[bytes, ...] = ()

    @property
    def roots(self) -> tuple[bytes, ...]:
        return self.ours + self.others


def own_trust(*others: bytes) -> Trust:
    """Our authority, that of the time-stamps (FILON_TSA_ROOTS), and `others` (certificates in PEM, one or several in each)."""
    found = [one for pem in (*others, time_stamp_roots()) for one in certificates_of(pem)]
    return Trust(
        ours=(keys.authority()[1].public_bytes(serialization.Encoding.DER),),
        others=tuple(found),
        revocations=(keys.revocation_list().public_bytes(serialization.Encoding.DER),),
    )


def time_stamp_roots() -> bytes:
    """The PEM of FILON_TSA_ROOTS, empty without it. Raises OSError when it cannot be read."""
    return Path(settings.TSA_ROOTS).read_bytes() if settings.TSA_ROOTS else b""


def certificates_of(pem: bytes) -> list[bytes]:
    """Each certificate of a PEM, in DER. Raises ValueError for what is no certificate."""
    found = x509.load_pem_x509_certificates(pem) if pem.strip() else []
    return [one.public_bytes(serialization.Encoding.DER) for one in found]


def fingerprint_of(der: bytes) -> str:
    """Hexadecimal sha256 of a certificate."""
    return x509.load_der_x509_certificate(der).fingerprint(hashes.SHA256()).hex()
