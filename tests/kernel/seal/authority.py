"""A time-stamp authority on 127.0.0.1: RFC 3161 over HTTP, with the list of its revoked certificates."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

FOR_LONG = timedelta(days=365 * 40)


@dataclass
class Authority:
    """`asked` are the paths of what it was asked; `answer` may be changed to make it fail."""

    url: str
    root: x509.Certificate
    stamper: DummyTimeStamper
    revocations: bytes
    asked: list[str] = field(default_factory=list)
    status: int = 200
    kind: str = "application/timestamp-reply"

    @property
    def pem(self) -> bytes:
        return self.root.public_bytes(Encoding.PEM)


@contextmanager
def running() -> Iterator[Authority]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    authority = _made(f"http://127.0.0.1:{server.server_port}")
    server.authority = authority  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield authority
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        query = self.rfile.read(int(self.headers["Content-Length"]))
        answer = self._authority().stamper.request_tsa_response(tsp.TimeStampReq.load(query)).dump()
        self._answer(self._authority().kind, answer)

    def do_GET(self) -> None:
        self._answer("application/pkix-crl", self._authority().revocations)

    def _authority(self) -> Authority:
        found: Authority = self.server.authority  # type: ignore[attr-defined]
        return found

    def _answer(self, kind: str, content: bytes) -> None:
        self._authority().asked.append(self.path)
        self.send_response(self._authority().status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: object) -> None:
        """Quiet."""


def _made(url: str) -> Authority:
    now = datetime.now(UTC).replace(microsecond=0)
    root_key, key = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    root = _certificate("Time root", root_key, "Time root", root_key, now, is_authority=True)
    unit = _certificate("Time unit", key, "Time root", root_key, now, url=url)
    listed = x509.CertificateRevocationListBuilder(issuer_name=root.subject, last_update=now, next_update=now + FOR_LONG)
    pkcs8 = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    loaded = [asn1_x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in (unit, root)]
    stamper = DummyTimeStamper(loaded[0], asn1_keys.PrivateKeyInfo.load(pkcs8), SimpleCertificateStore.from_certs(loaded))
    return Authority(url, root, stamper, listed.sign(root_key, hashes.SHA256()).public_bytes(Encoding.DER))


def _certificate(
    name: str,
    key: rsa.RSAPrivateKey,
    issuer: str,
    issuer_key: rsa.RSAPrivateKey,
    now: datetime,
    *,
    is_authority: bool = False,
    url: str = "",
) -> x509.Certificate:
    subject, issued_by = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one)]) for one in (name, issuer))
    start = now - timedelta(days=1)
    builder = x509.CertificateBuilder(issued_by, subject, key.public_key(), x509.random_serial_number(), start, start + FOR_LONG)
    builder = builder.add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    if not is_authority:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        place = x509.DistributionPoint([x509.UniformResourceIdentifier(f"{url}/revoked.crl")], None, None, None)
        builder = builder.add_extension(x509.CRLDistributionPoints([place]), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())
