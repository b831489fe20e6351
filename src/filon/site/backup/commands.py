"""`filon backup` and `filon restore` at the terminal."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.kernel import verify
from filon.kernel.errors import Refused
from filon.launcher import postgres
from filon.launcher.place import Place
from filon.site.backup.checking import backup_check
from filon.site.backup.keeping import backups_forget, name_at
from filon.site.backup.manifest import Manifest
from filon.site.backup.restoring import backup_restore
from filon.site.backup.saving import backup_make


def backup(arguments: Namespace) -> int:
    """1 when files that the database names were gone or changed: the archive is there, and older ones are left alone."""
    if arguments.check:
        _tell(_("Whole"), arguments.file, backup_check(arguments.file))
        return 0
    path = _target(arguments)
    with _database():
        manifest = backup_make(path, with_secrets=arguments.with_secrets)
    _tell(_("Saved"), path, manifest)
    if manifest.damaged:
        sys.stderr.write(_damaged(manifest))
        return 1
    for former in backups_forget(path.parent, keep=arguments.keep) if arguments.keep else []:
        sys.stdout.write(_("Deleted: %(path)s\n") % {"path": former})
    return 0


def restore(arguments: Namespace) -> int:
    """1 when `filon verify` finds something: the place holds what the archive holds."""
    manifest = backup_restore(arguments.file)
    _tell(_("Restored"), arguments.file, manifest)
    return verify.main(full=True)


def _target(arguments: Namespace) -> Path:
    path: Path = arguments.file
    if arguments.keep is not None and (arguments.keep < 1 or not path.is_dir()):
        raise Refused(_("--keep takes a number from 1 up and goes with a folder: filon backup /srv/backups --keep 30."))
    return path / name_at(timezone.now()) if path.is_dir() else path


def _database() -> AbstractContextManager[Place | None]:
    """Our own PostgreSQL, where no other is given."""
    return postgres.running(settings.VAR) if settings.ENVIRONMENT.database_url is None else nullcontext()


def _tell(word: str, path: Path, manifest: Manifest) -> None:
    """What the archive holds, in one line."""
    rows, files = sum(manifest.state.tables.values()), sum(1 for entry in manifest.contents if entry.name.startswith("files/"))
    sentence = _("%(word)s: %(path)s, of %(moment)s, Filon %(version)s, PostgreSQL %(server)d, %(rows)d rows, %(files)d files.\n")
    told = {"word": word, "path": path, "moment": manifest.state.taken_at, "version": manifest.filon, "server": manifest.state.server}
    sys.stdout.write(sentence % {**told, "rows": rows, "files": files})


def _damaged(manifest: Manifest) -> str:
    count = len(manifest.damaged)
    sentence = ngettext(
        "%(count)d file that the database names is gone or changed (%(path)s): an older backup may have it.\n",
        "%(count)d files that the database names are gone or changed (%(path)s…; filon verify says which): older backups may have them.\n",
        count,
    )
    return sentence % {"count": count, "path": manifest.damaged[0]}
