"""What the site contributes: the week and the journal in the navigation, and the chapters of the demo."""

from django.utils.translation import gettext_lazy as _

from filon.kernel.registry import DemoChapter, NavItem, register
from filon.site.demo import pilot, twin, twin_donors, twin_files, twin_privacy


def declare() -> None:
    """Called once, when the applications are ready."""
    from filon.site import tasks  # noqa: F401, PLC0415  its tasks are declared by reading it

    register(NavItem("site.week", _("The week"), "home", 0, "n-week", lambda viewer: viewer.is_authenticated))
    register(NavItem("site.journal", _("Journal"), "journal", 95, "", lambda viewer: viewer.has_perm("people.journal.read")))
    register(DemoChapter("site.pilot", 10, pilot.load))
    register(DemoChapter("site.twin", 20, twin.load))
    register(DemoChapter("site.privacy", 25, twin_privacy.load))
    register(DemoChapter("site.files", 28, twin_files.load, is_later=True))
    register(DemoChapter("site.donors", 30, twin_donors.load, is_later=True))
