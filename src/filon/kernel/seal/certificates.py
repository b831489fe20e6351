"""Certificates of the house: an authority of the installation, and under it one for each host's key. All keys are P-256.

The authority signs certificates of hosts and lists of revoked ones, and nothing else (path length 0). A host's certificate may sign
documents (digital signature, content commitment) and nothing else. RFC 5280.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LONGEST_NAME = 64
"""bytes of UTF-8, which some readers count for characters: ub-common-name and ub-organization-name of RFC 5280, appendix A."""
LIST_HOLDS = timedelta(days=400)
NO_USE = dict.fromkeys(
    (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    ),
    False,
)


def new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def authority_certificate(key: ec.EllipticCurvePrivateKey, *, name: str, start: datetime, end: datetime) -> x509.Certificate:
    """Signed by itself."""
    subject = _name(name, name)
    return (
        _builder(subject, subject, key.public_key(), start, end)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.KeyUsage(**{**NO_USE, "key_cert_sign": True, "crl_sign": True}), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def host_certificate(
    key: ec.EllipticCurvePrivateKey,
    *,
    name: str,
    organisation: str,
    host_uuid: UUID,
    issuer: x509.Certificate,
    issuer_key: ec.EllipticCurvePrivateKey,
    start: datetime,
    end: datetime,
) -> x509.Certificate:
    """Its subject carries the host's UUID as serial number, so that a change of name is not a change of host."""
    return (
        _builder(_name(name, organisation, serial=str(host_uuid)), issuer.subject, key.public_key(), start, end)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**{**NO_USE, "digital_signature": True, "content_commitment": True}), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .sign(issuer_key, hashes.SHA256())
    )


def revocation_list(
    issuer: x509.Certificate, issuer_key: ec.EllipticCurvePrivateKey, *, revoked: Mapping[int, datetime], now: datetime
) -> x509.CertificateRevocationList:
    """What the authority says of its certificates at this moment; `revoked` by serial number."""
    builder = x509.CertificateRevocationListBuilder(issuer_name=issuer.subject, last_update=now, next_update=now + LIST_HOLDS)
    for serial, since in sorted(revoked.items()):
        one = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since)
        builder = builder.add_revoked_certificate(one.build())
    number = int(now.astimezone(UTC).timestamp())
    return (
        builder.add_extension(x509.CRLNumber(number), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .sign(issuer_key, hashes.SHA256())
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, public_key: ec.EllipticCurvePublicKey, start: datetime, end: datetime
) -> x509.CertificateBuilder:
    return x509.CertificateBuilder(issuer, subject, public_key, x509.random_serial_number(), start, end)


def _name(common: str, organisation: str, *, serial: str = "") -> x509.Name:
    parts = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, _cut(organisation)),
        x509.NameAttribute(NameOID.COMMON_NAME, _cut(common)),
    ]
    if serial:
        parts.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, serial))
    return x509.Name(parts)


def _cut(name: str) -> str:
    """As much of a name as a certificate holds, whole letters only."""
    return name.encode()[:LONGEST_NAME].decode(errors="ignore").strip()
