"""The keys that seal, in FILON_VAR/secrets/seals: one file a host (key, certificate, authority's certificate), readable by its owner only.

    authority.pem          key and certificate of the installation's authority; the certificate alone is what others need to trust our seals
    <host uuid>.pem        key of the host, its certificate, its chain; an operator who has a certificate of a public authority puts it here
    revoked.json           serial number → moment

A demo database has a folder of its own (`seals-demo`) whose certificates say DEMO: they are never used anywhere else, nor trusted there.
"""

import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.utils import timezone

from filon.kernel import demo
from filon.kernel.seal import certificates

YEAR = timedelta(days=366)
SEALS_FOR = 5 * YEAR
"""A key is replaced after this; what it sealed holds for ten years and more."""
HOLDS_FOR = 16 * YEAR
AUTHORITY_HOLDS_FOR = 40 * YEAR
STORY = 20 * YEAR
"""A demo tells years that have passed."""
DEMO = "DEMO"


@dataclass(frozen=True)
class HostKey:
    """What seals for a host; `chain` goes from the issuer of its certificate to the root."""

    host_uuid: UUID
    private: ec.EllipticCurvePrivateKey = field(repr=False)
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]

    @property
    def is_demo(self) -> bool:
        return DEMO in self.certificate.subject.rfc4514_string()


def host_key(host_uuid: UUID, name: str) -> HostKey:
    """The key of a host, made the first time and when it is five years old. `name` goes into a new certificate. Raises OSError when
    FILON_VAR/secrets cannot be written, ValueError when a file that an operator put there is not a P-256 key with its certificate."""
    path = folder() / f"{host_uuid}.pem"
    if not path.exists():
        _write_first(path, lambda: _new(host_uuid, name))
    found = _read(host_uuid, path)
    if _is_old(found):
        _replace(path, _new(host_uuid, name))
        found = _read(host_uuid, path)
    return found


def host_key_revoke(host_uuid: UUID) -> None:
    """For a key that may have been stolen: says so from now on to whoever checks its seals; the next seal makes another key."""
    path = folder() / f"{host_uuid}.pem"
    key = _read(host_uuid, path)
    told = {**{str(serial): since.isoformat() for serial, since in revoked().items()}}
    told[str(key.certificate.serial_number)] = timezone.now().isoformat(timespec="seconds")
    _replace(folder() / "revoked.json", json.dumps(told, indent=1).encode())
    path.unlink()


def revoked() -> dict[int, datetime]:
    """Serial number and moment of each revoked certificate."""
    try:
        told = json.loads((folder() / "revoked.json").read_text(encoding="ascii"))
    except FileNotFoundError:
        return {}
    return {int(serial): datetime.fromisoformat(since) for serial, since in told.items()}


def folder() -> Path:
    """Made when it is not there, closed to others."""
    path = Path(settings.VAR) / "secrets" / ("seals-demo" if demo.is_demo() else "seals")
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def authority() -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    """The installation's own, made the first time."""
    path = folder() / "authority.pem"
    if not path.exists():
        _write_first(path, _new_authority)
    content = path.read_bytes()
    return _private(content, path), x509.load_pem_x509_certificate(content)


def revocation_list() -> x509.CertificateRevocationList:
    """What our authority says now of the certificates it gave."""
    key, certificate = authority()
    return certificates.revocation_list(certificate, key, revoked=revoked(), now=timezone.now().replace(microsecond=0))


def _new_authority() -> bytes:
    key, start = certificates.new_key(), _start()
    name = f"{DEMO} – Filon" if demo.is_demo() else f"Filon – {settings.BASE_URL.partition('://')[2]}"
    certificate = certificates.authority_certificate(key, name=name, start=start, end=start + AUTHORITY_HOLDS_FOR)
    return _pem(key, certificate)


def _new(host_uuid: UUID, name: str) -> bytes:
    issuer_key, issuer = authority()
    key, start = certificates.new_key(), _start()
    certificate = certificates.host_certificate(
        key,
        name=f"{DEMO} – {name}" if demo.is_demo() else name,
        organisation=DEMO if demo.is_demo() else name,
        host_uuid=host_uuid,
        issuer=issuer,
        issuer_key=issuer_key,
        start=start,
        end=min(start + HOLDS_FOR + (STORY if demo.is_demo() else timedelta(0)), issuer.not_valid_after_utc),
    )
    return _pem(key, certificate, issuer)


def _start() -> datetime:
    """A minute ago, for clocks that differ; in a demo, before its story begins."""
    return (timezone.now() - (STORY if demo.is_demo() else timedelta(minutes=1))).astimezone(UTC).replace(microsecond=0)


def _is_old(key: HostKey) -> bool:
    """Only of a key that our authority certified: another one is renewed by who brought it."""
    is_ours = bool(key.chain) and key.certificate.issuer == authority()[1].subject
    return is_ours and not key.is_demo and timezone.now() - key.certificate.not_valid_before_utc > SEALS_FOR


def _pem(key: ec.EllipticCurvePrivateKey, *chain: x509.Certificate) -> bytes:
    pkcs8 = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return b"".join([pkcs8, *(certificate.public_bytes(serialization.Encoding.PEM) for certificate in chain)])


def _read(host_uuid: UUID, path: Path) -> HostKey:
    content = path.read_bytes()
    certificate, *chain = x509.load_pem_x509_certificates(content)
    private = _private(content, path)
    if certificate.public_key() != private.public_key():
        raise ValueError(f"{path}: the first certificate is not the key's")
    return HostKey(host_uuid=host_uuid, private=private, certificate=certificate, chain=tuple(chain))


def _private(content: bytes, path: Path) -> ec.EllipticCurvePrivateKey:
    private = serialization.load_pem_private_key(content, password=None)
    if not isinstance(private, ec.EllipticCurvePrivateKey) or not isinstance(private.curve, ec.SECP256R1):
        raise ValueError(f"{path}: the key is not of P-256")
    return private


def _write_first(path: Path, content: Callable[[], bytes]) -> None:
    """Writes aside, then links: the first of several processes wins and all read the same key."""
    aside = _write_aside(path, content())
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(aside)


def _replace(path: Path, content: bytes) -> None:
    os.replace(_write_aside(path, content), path)


def _write_aside(path: Path, content: bytes) -> str:
    descriptor, aside = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    return aside
