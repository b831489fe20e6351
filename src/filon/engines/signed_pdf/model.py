"""What goes in and comes out. Kinds, levels and changes are words, whose meaning for a person is told by `kernel.seal`."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Evidence:
    """What signatures are checked against at the moment `now`: roots and lists of revoked certificates, in DER."""

    roots: tuple[bytes, ...]
    revocations: tuple[bytes, ...]
    now: datetime


@dataclass(frozen=True)
class Found:
    """A thing to say: its kind, and the field of a signature or the place in the file."""

    kind: str
    where: str = ""


@dataclass(frozen=True)
class ReadSignature:
    """Moments in ISO 8601 or None; `root` is the hexadecimal sha256 of the certificate at the end of the chain; `level` is `other`, `B-B`,
    `B-T`, `B-LT` or `B-LTA`; `changes` is `none`, `allowed` or `forbidden`."""

    field_name: str
    signer: str
    issuer: str
    declared_name: str
    reason: str
    place: str
    declared_at: str | None
    stamped_at: str | None
    covers_whole_file: bool
    is_intact: bool
    is_trusted: bool
    certifies: bool
    root: str
    level: str
    changes: str


@dataclass(frozen=True)
class Reading:
    """`pages` is 0 when the file could not be read; signatures are the oldest first."""

    pages: int
    found: tuple[Found, ...]
    signatures: tuple[ReadSignature, ...]
