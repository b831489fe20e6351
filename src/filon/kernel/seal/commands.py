"""`filon seal …`: what an operator says and does of the keys that seal."""

import sys
from argparse import ArgumentParser, Namespace
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from filon.kernel.registry import Command
from filon.kernel.seal import keys


def _no_arguments(parser: ArgumentParser) -> None:
    """Nothing to choose."""


def _host(parser: ArgumentParser) -> None:
    parser.add_argument("host", type=UUID, metavar="UUID", help="the host, as `filon seal list` names it")


def _list(arguments: Namespace) -> int:  # noqa: ARG001
    for path in sorted(keys.folder().glob("*-*.pem")):
        certificate = x509.load_pem_x509_certificate(path.read_bytes())
        until = certificate.not_valid_after_utc.date().isoformat()
        sys.stdout.write(
            f"{path.stem}  {until}  {certificate.fingerprint(hashes.SHA256()).hex()}  {certificate.subject.rfc4514_string()}\n"
        )
    return 0


def _authority(arguments: Namespace) -> int:  # noqa: ARG001
    sys.stdout.write(keys.authority()[1].public_bytes(Encoding.PEM).decode("ascii"))
    return 0


def _revoke(arguments: Namespace) -> int:
    try:
        keys.host_key_revoke(arguments.host)
    except FileNotFoundError:
        sys.stderr.write(f"{arguments.host} has no key here: `filon seal list` names those that have one. Nothing was changed.\n")
        return 1
    sys.stdout.write(f"The key of {arguments.host} is revoked; the next seal makes another one.\n")
    return 0


COMMANDS = (
    Command(("seal", "list"), "list the keys that seal", "filon seal list", arguments=_no_arguments, run=_list),
    Command(
        ("seal", "authority"),
        "print the certificate that others need to trust our seals",
        "filon seal authority > filon.pem",
        arguments=_no_arguments,
        run=_authority,
    ),
    Command(
        ("seal", "revoke"),
        "declare a host's key stolen",
        "filon seal revoke 0192f0c1-7d5c-7b3a-9c55-111111111111",
        arguments=_host,
        run=_revoke,
    ),
)
