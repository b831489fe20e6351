"""Addresses of a database (`postgres://…`) and of a bucket (`s3://…`), and what those who use them want to know."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlsplit

APPLICATION_ROLE = "filon_app"
OWNER_ROLE = "filon_owner"
DATABASE = "filon"


@dataclass(frozen=True)
class Address:
    """One role of one database; `host` is a name or, for a unix socket, its folder."""

    name: str
    user: str
    password: str
    host: str
    port: str
    options: tuple[tuple[str, str], ...] = ()

    def django(self) -> dict[str, object]:
        """The entries of this address in Django's DATABASES; options such as sslmode go to libpq."""
        known: dict[str, object] = {"NAME": self.name, "USER": self.user, "PASSWORD": self.password, "HOST": self.host, "PORT": self.port}
        return {"ENGINE": "django.db.backends.postgresql", **known, "OPTIONS": dict(self.options)}

    def connection(self) -> dict[str, str]:
        """Arguments of `psycopg.connect`, without what is empty."""
        named = {"dbname": self.name, "user": self.user, "password": self.password, "host": self.host, "port": self.port}
        return {key: value for key, value in (*named.items(), *self.options) if value}


def parse(url: str) -> Address:
    """The address written in a URL; `?host=/folder` names the folder of a unix socket."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", parts.hostname or "")
    port = options.pop("port", str(parts.port or ""))
    name, user, password = (unquote(text) for text in (parts.path[1:], parts.username or "", parts.password or ""))
    return Address(name=name, user=user, password=password, host=host, port=port, options=tuple(options.items()))


def write(address: Address) -> str:
    """The URL of an address on a unix socket or a host; `parse` reads it back."""
    options = [("host", address.host), ("port", address.port), *address.options]
    query = "&".join(f"{key}={quote(value, safe='')}" for key, value in options if value)
    return f"postgres://{quote(address.user, safe='')}:{quote(address.password, safe='')}@/{quote(address.name, safe='')}?{query}"


BUCKET_SCHEMES = {"s3": "https", "s3+http": "http"}


@dataclass(frozen=True)
class Bucket:
    """A private place for files at any host that speaks S3; `prefix` is a folder in it, without slashes at its ends."""

    endpoint: str
    name: str
    access_key: str
    secret_key: str
    region: str
    prefix: str = ""


def parse_bucket(url: str) -> Bucket:
    """The bucket written in a URL, `s3://key:secret@host:port/bucket/prefix?region=name`. Raises ValueError when something misses."""
    parts = urlsplit(url)
    name, _, prefix = unquote(parts.path).strip("/").partition("/")
    access_key, secret_key = unquote(parts.username or ""), unquote(parts.password or "")
    if parts.scheme not in BUCKET_SCHEMES or not all((parts.hostname, name, access_key, secret_key)):
        raise ValueError("not the address of a bucket")
    host = f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
    region = dict(parse_qsl(parts.query)).get("region", "us-east-1")
    endpoint = f"{BUCKET_SCHEMES[parts.scheme]}://{host}"
    return Bucket(endpoint=endpoint, name=name, access_key=access_key, secret_key=secret_key, region=region, prefix=prefix)
