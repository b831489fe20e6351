"""What the site contributes: the week and the journal in the navigation, and the chapters of the demo."""

from django.utils.translation import gettext_lazy as _

from filon.kernel.registry import DemoChapter, NavItem, register
from filon.site.demo import pilot, treasury, twin


def declare() -> None:
    """Called once, when the applications are ready."""
    register(NavItem("site.week", _("The week"), "home", 0, "n-week", lambda viewer: viewer.is_authenticated))
    register(NavItem("site.journal", _("Journal"), "journal", 95, "", lambda viewer: viewer.has_perm("people.journal.read")))
    register(DemoChapter("site.pilot", 10, pilot.load))
    register(DemoChapter("site.twin", 20, twin.load))
    register(DemoChapter("site.treasury", 30, treasury.load))
