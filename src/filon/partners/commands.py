"""`filon register refresh`: the public register asked now."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace

from django.utils.translation import gettext as _

from filon.kernel.errors import Refused
from filon.kernel.registry import Command
from filon.partners.rules import checked_siren
from filon.partners.services.registering import A_NIGHT, register_watch

REFUSED = 1


def siren_argument(text: str) -> str:
    """Raises ArgumentTypeError (exit code 2)."""
    try:
        return checked_siren(text) or ""
    except Refused as refused:
        raise ArgumentTypeError(refused.sentence) from None


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--siren", type=siren_argument, metavar="N", help="only this organisation")
    parser.add_argument("--limit", type=int, default=A_NIGHT, metavar="N", help="at most so many, those asked for longest ago first")


def run(arguments: Namespace) -> int:
    """0 when all were asked for, 1 when the register did not answer to the end: what it said is kept."""
    found = register_watch(limit=arguments.limit, siren=arguments.siren)
    words = {"asked": found.asked, "changed": found.changed, "missing": found.missing}
    sys.stdout.write(_("%(asked)d organisations asked for, %(changed)d changes, %(missing)d not shown by the register.") % words + "\n")
    if found.refusal:
        sys.stderr.write(f"{found.refusal}\n")
    return REFUSED if found.refusal else 0


REGISTER_REFRESH = Command(
    ("register", "refresh"),
    "ask the public register about the organisations that schools follow",
    "filon register refresh --siren 732829320",
    arguments,
    run,
)
