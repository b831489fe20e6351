"""What the environment variables say, read and checked once (`docs/operations` lists them for the operator).

| variable             | default                         | meaning                                                                     |
|----------------------|---------------------------------|-----------------------------------------------------------------------------|
| DATABASE_URL         | own PostgreSQL in FILON_VAR     | role of the application: postgres://user:password@host:5432/name            |
|                      |                                 | (a unix socket: postgres://user:password@/name?host=/folder)                |
| DATABASE_OWNER_URL   | DATABASE_URL                    | role that owns the tables; without it the two roles are not separated       |
| PORT                 | 8000                            | port of the web server                                                      |
| FILON_LISTEN         | 127.0.0.1                       | address it listens on; another than loopback when the proxy is elsewhere     |
| FILON_VAR            | ./var                           | folder of everything Filon writes: secrets, files, own database             |
| FILON_BASE_URL       | http://127.0.0.1:PORT           | address people type; https turns on secure cookies and HSTS                 |
| FILON_ALLOWED_HOSTS  | host of FILON_BASE_URL, loopback| names the site answers to, separated by commas                              |
| FILON_DEMO_HOSTS     | none                            | names under which a demo database may be shown to other machines            |
| FILON_DEBUG          | 0                               | 1 shows Python's error pages: never in production                           |
| FILON_WORKERS        | one a core, at most 2           | web processes                                                               |
| FILON_REQUEST_SECONDS| 30                              | longest time one request may take                                           |
| FILON_LOGS           | json with https, else text      | text for people, json for a collector: one object a line                    |
| FILES_URL            | folder FILON_VAR/files          | private bucket: s3://key:secret@host/bucket/prefix?region=name              |
|                      |                                 | (s3+http:// where nothing encrypts)                                         |
| EMAIL_URL            | files in FILON_VAR/mail         | smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host:465  |
| EMAIL_FROM           | filon@<host of FILON_BASE_URL>  | sender of mails                                                             |
| FILON_BOUNCES        | none                            | Maildir or mbox where reports of letters that did not arrive are put        |
| FILON_SIGN_FOLDER    | none                            | folder watched by another tool of signature (provider “file-drop”)          |
| FILON_SIGN_PROVIDERS | none                            | classes of other providers of signatures: package.module.Class,…            |
| FILON_TSA_URL        | none: seals without time-stamp  | time-stamp authority (RFC 3161) that every seal asks                        |
| FILON_TSA_ROOTS      | none                            | file of its root certificates (PEM); set with FILON_TSA_URL, or neither     |
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from filon.launcher import addresses
from filon.launcher.errors import CannotStart

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
MAX_WEB_PROCESSES = 2
REQUEST_SECONDS = 30
LOGS = ("text", "json")


@dataclass(frozen=True)
class Environment:
    """Checked values; `database_url` and `owner_url` are None when Filon runs its own PostgreSQL."""

    database_url: str | None
    owner_url: str | None
    port: int
    var: Path
    base_url: str
    allowed_hosts: tuple[str, ...]
    debug: bool
    web_processes: int
    email_url: str | None
    email_from: str
    demo_hosts: tuple[str, ...] = ()
    listen: str = "127.0.0.1"
    request_seconds: int = REQUEST_SECONDS
    logs: str = "text"
    bucket: addresses.Bucket | None = None
    tsa_url: str | None = None
    tsa_roots: Path | None = None
    bounces: Path | None = None
    sign_folder: Path | None = None
    sign_providers: tuple[str, ...] = ()

    @property
    def reached_at(self) -> str:
        """The address under which this machine reaches its own web server."""
        return "127.0.0.1" if ip_address(self.listen).is_unspecified else self.listen

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")


def read(variables: Mapping[str, str] | None = None) -> Environment:
    """The environment of this process. Raises CannotStart with one sentence for the first variable that makes no sense."""
    given = os.environ if variables is None else variables
    port = _whole_number(given, "PORT", default=8000, low=1, high=65535)
    listen = _listen(given)
    base_url = _base_url(given, port)
    host = urlsplit(base_url).hostname or ""
    database_url = _database_url(given, "DATABASE_URL")
    owner_url = _database_url(given, "DATABASE_OWNER_URL")
    if owner_url and not database_url:
        raise CannotStart("DATABASE_OWNER_URL is set without DATABASE_URL: set both, or neither.")
    return Environment(
        database_url=database_url,
        owner_url=owner_url or database_url,
        port=port,
        var=Path(given.get("FILON_VAR") or "var").absolute(),
        base_url=base_url,
        allowed_hosts=_hosts(given, host, listen),
        debug=_switch(given, "FILON_DEBUG"),
        web_processes=_whole_number(given, "FILON_WORKERS", default=min(os.cpu_count() or 1, MAX_WEB_PROCESSES), low=1, high=256),
        email_url=_email_url(given),
        email_from=given.get("EMAIL_FROM") or f"filon@{host}",
        demo_hosts=_names(given, "FILON_DEMO_HOSTS"),
        listen=listen,
        request_seconds=_whole_number(given, "FILON_REQUEST_SECONDS", default=REQUEST_SECONDS, low=1, high=600),
        logs=_logs(given, default="json" if base_url.startswith("https://") else "text"),
        bucket=_bucket(given),
        tsa_url=_tsa_url(given),
        tsa_roots=_tsa_roots(given),
        bounces=_bounces(given),
        sign_folder=_sign_folder(given),
        sign_providers=_sign_providers(given),
    )


def _whole_number(given: Mapping[str, str], name: str, *, default: int, low: int, high: int) -> int:
    text = given.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        raise CannotStart(f"{name} is “{text}”: give a whole number from {low} to {high}.")
    return int(text)


def _switch(given: Mapping[str, str], name: str) -> bool:
    text = given.get(name) or "0"
    if text not in {"0", "1"}:
        raise CannotStart(f"{name} is “{text}”: give 1 (yes) or 0 (no).")
    return text == "1"


def _database_url(given: Mapping[str, str], name: str) -> str | None:
    text = given.get(name)
    if not text:
        return None
    parts = urlsplit(text)
    if parts.scheme not in {"postgres", "postgresql"} or len(parts.path) < 2:
        raise CannotStart(f"{name} is not the address of a PostgreSQL database: write postgres://user:password@host:5432/name.")
    return text


def _base_url(given: Mapping[str, str], port: int) -> str:
    text = (given.get("FILON_BASE_URL") or f"http://127.0.0.1:{port}").rstrip("/")
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        raise CannotStart(f"FILON_BASE_URL is “{text}”: write the address people type, without a path, like https://filon.example.org.")
    return text


def _hosts(given: Mapping[str, str], host: str, listen: str) -> tuple[str, ...]:
    own = [] if ip_address(listen).is_unspecified else [f"[{listen}]" if ":" in listen else listen]
    return tuple(dict.fromkeys([*_names(given, "FILON_ALLOWED_HOSTS"), host, *own, *LOOPBACK]))


def _names(given: Mapping[str, str], variable: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in given.get(variable, "").split(",") if name.strip())


def _email_url(given: Mapping[str, str]) -> str | None:
    text = given.get("EMAIL_URL")
    if text and (urlsplit(text).scheme not in {"smtp", "smtps"} or not urlsplit(text).hostname):
        raise CannotStart(
            "EMAIL_URL is not the address of a mail server: write smtp://user:password@host:587 or smtps://user:password@host:465."
        )
    return text or None


def _listen(given: Mapping[str, str]) -> str:
    text = given.get("FILON_LISTEN") or "127.0.0.1"
    try:
        return str(ip_address(text))
    except ValueError as error:
        raise CannotStart(f"FILON_LISTEN is “{text}”: give an IP address of this machine, like 127.0.0.1 or 10.0.0.5.") from error


def _logs(given: Mapping[str, str], *, default: str) -> str:
    text = given.get("FILON_LOGS") or default
    if text not in LOGS:
        raise CannotStart(f"FILON_LOGS is “{text}”: give text or json.")
    return text


def _bucket(given: Mapping[str, str]) -> addresses.Bucket | None:
    text = given.get("FILES_URL")
    if text and find_spec("boto3") is None:
        raise CannotStart("FILES_URL is set and what speaks to a bucket is not installed: run make install GROUP=s3, then start again.")
    try:
        return addresses.parse_bucket(text) if text else None
    except ValueError as error:
        raise CannotStart("FILES_URL is not the address of a bucket: write s3://key:secret@host/bucket?region=name.") from error


def _tsa_url(given: Mapping[str, str]) -> str | None:
    text = given.get("FILON_TSA_URL")
    if text and (urlsplit(text).scheme not in {"http", "https"} or not urlsplit(text).hostname):
        raise CannotStart("FILON_TSA_URL is not an address on the web: write the one that the time-stamp authority gives.")
    return text or None


def _tsa_roots(given: Mapping[str, str]) -> Path | None:
    """Both or neither: a time-stamp that nobody here believes proves nothing."""
    text = given.get("FILON_TSA_ROOTS")
    if bool(text) != bool(given.get("FILON_TSA_URL")):
        raise CannotStart("FILON_TSA_URL and FILON_TSA_ROOTS go together: set both, or neither.")
    if text and not Path(text).is_file():
        raise CannotStart(
            f"FILON_TSA_ROOTS is “{text}”, and there is no such file: give the PEM file of the authority's root certificates."
        )
    return Path(text).absolute() if text else None


def _bounces(given: Mapping[str, str]) -> Path | None:
    text = given.get("FILON_BOUNCES")
    if text and not Path(text).exists():
        raise CannotStart(f"FILON_BOUNCES is “{text}”, and there is no such file or folder: give the Maildir or mbox of the reports.")
    return Path(text).absolute() if text else None


def _sign_folder(given: Mapping[str, str]) -> Path | None:
    text = given.get("FILON_SIGN_FOLDER")
    if text and not Path(text).is_dir():
        raise CannotStart(f"FILON_SIGN_FOLDER is “{text}”, and there is no such folder: make it, or give the one that your tool watches.")
    return Path(text).absolute() if text else None


def _sign_providers(given: Mapping[str, str]) -> tuple[str, ...]:
    names = _names(given, "FILON_SIGN_PROVIDERS")
    for name in names:
        module, _dot, attribute = name.rpartition(".")
        if not module or not attribute.isidentifier() or find_spec(module.partition(".")[0]) is None:
            raise CannotStart(f"FILON_SIGN_PROVIDERS names “{name}”: give classes that are installed here, like package.module.Class.")
    return names
