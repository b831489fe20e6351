"""What privacy brings to the pages and jobs of the house."""

from django.utils.translation import gettext_lazy as _

from filon.kernel.registry import AuditedSubject, NavItem, register
from filon.privacy import commands, rights, tasks

__all__ = ["declare", "rights", "tasks"]


def declare() -> None:
    """Called once, when the applications are ready; rights and schedules are declared by being imported."""
    register(commands.PURGE, AuditedSubject("privacy", _("Personal data"), {"purged": _("Personal data whose time was over removed")}))
    may_read = NavItem("privacy", _("Personal data"), "privacy:register", 95, "", lambda viewer: viewer.has_perm("privacy.register.read"))
    register(may_read)
