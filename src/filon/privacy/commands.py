"""`filon purge`: what the register of personal data says to remove, now; with `--dry-run`, what that would be."""

import sys
from argparse import ArgumentParser, Namespace

from django.utils import timezone
from django.utils.translation import gettext as _

from filon.kernel.formats import number
from filon.kernel.registry import Command
from filon.privacy.services.purging import ClassPurged, purge, purge_try


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="say what would be removed, and remove nothing")


def run(arguments: Namespace) -> int:
    today = timezone.localdate()
    done = purge_try(today) if arguments.dry_run else purge(today)
    sys.stdout.writelines(line_of(one) for one in done)
    if arguments.dry_run:
        sys.stdout.write(_("This was a trial: nothing was removed.") + "\n")
    return 0


def line_of(one: ClassPurged) -> str:
    removed = _("%(count)s removed") % {"count": number(one.purged.removed)}
    kept = "; ".join(_("%(count)s kept (%(why)s)") % {"count": number(count), "why": why} for why, count in one.purged.kept)
    return f"{one.code:<20} {removed}, {kept}\n"


PURGE = Command(
    words=("purge",),
    help="remove the personal data whose time is over, as every night",
    example="filon purge --dry-run",
    arguments=arguments,
    run=run,
)
