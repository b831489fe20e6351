"""From any state of the database to one that can be served."""

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.utils.translation import gettext as _

from filon.kernel.appendonly import grant_application
from filon.kernel.demo import is_demo
from filon.kernel.errors import Refused
from filon.kernel.owner import default_is_owner
from filon.site import demo

MIGRATING = 724_604
"""Key of the advisory lock that lets one machine migrate at a time."""


def migrate() -> None:
    """Migrations as the owner, then the rights of the application's role. Machines that start together do it one after the other."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
        try:
            with default_is_owner():  # packages write their data migrations through `default`, whatever connection migrates
                call_command("migrate", interactive=False, verbosity=0)
            grant_application(cursor)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])


def prepare() -> None:
    """Migrations, static files, and the demo when nobody has used this database yet. Production never gets or serves a demo."""
    migrate()
    if not settings.DEBUG:
        call_command("collectstatic", interactive=False, verbosity=0, clear=False)
    if settings.ENVIRONMENT.is_https:
        refuse_demo()
    elif demo.is_empty():
        demo.load(seed=demo.USUAL_SEED)


def refuse_demo() -> None:
    """An address in https is production: a demo database, whose sign-in is one click, is not served there unless FILON_DEMO_HOSTS
    names the site. Raises Refused."""
    if is_demo() and not settings.ENVIRONMENT.demo_hosts:
        raise Refused(_("This database is a demonstration and is not served at an https address: give Filon an empty database."))
