"""What every page shows around its content: who reads, for which school, where she can go."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from filon.kernel.addresses import address
from filon.kernel.demo import is_demo
from filon.kernel.registry import NavItem, all_of
from filon.people.models import Host, User
from filon.people.queries import presence_of


@dataclass(frozen=True)
class Entry:
    """One line of the navigation."""

    label: str
    url: str
    icon: str
    current: bool
    count: int = 0


@dataclass(frozen=True)
class Who:
    """The reader, as the foot of the navigation names her."""

    name: str
    role: str
    host: str


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor of every page; a page that breaks before the user is known gets the bare shell."""
    viewer = getattr(request, "user", None)
    told: dict[str, Any] = {"is_demo": is_demo(), "navigation": [], "who": None, "host_notice": ""}
    if not isinstance(viewer, User):
        return told
    presence = presence_of(viewer)
    told["navigation"] = navigation(viewer, request.path)
    told["who"] = Who(viewer.name, presence.role, presence.place)
    told["acting_host"] = acting_host(viewer)
    told["host_notice"] = notice(told["acting_host"])
    told["sign_out_url"] = address("people:sign_out")
    told["account_url"] = address("people:account")
    return told


def navigation(viewer: User, path: str) -> list[Entry]:
    """The entries open to the viewer; the current one is the longest address the path begins with."""
    found = [(item, address(item.url_name)) for item in all_of(NavItem) if item.may(viewer)]
    current = max((url for _item, url in found if path == url or (url != "/" and path.startswith(url))), key=len, default="")
    return [Entry(str(item.label), url, item.icon, url == current) for item, url in found]


def acting_host(viewer: User) -> Host | None:
    """The school she works for now, read with her memberships."""
    return next((host for host in viewer.hosts_today if host.pk == viewer.acting_host_id), None)


def notice(host: Host | None) -> str:
    """Said on every page of a school that does not exist."""
    if host is None or not host.is_invented:
        return ""
    return _("%(host)s and its partners are invented for the demonstration.") % {"host": host.name}
