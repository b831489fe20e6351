"""The week by mail, on Monday morning: at most once for each person and week, nothing when there is nothing to tell."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.agenda.models import Digest, MailChoice
from filon.agenda.queries.choices import DIGEST
from filon.agenda.queries.recipients import ABOUT, recipients_of
from filon.agenda.services.choices import stop_link
from filon.kernel import tasks
from filon.kernel.formats import day
from filon.kernel.registry import WeekItem, WeekSource, all_of
from filon.partners.models import accesses_today
from filon.people.mail import About, carrier
from filon.people.models import User

MOST = 20
"""Lines of a letter; the page has the others."""


def digests_queue(week: dt.date) -> int:
    """One task for each person who is told; how many."""
    from filon.agenda.tasks import digest_send as send  # noqa: PLC0415  a task calls a service

    keys = list(recipients_of(week).values_list("pk", flat=True))
    for key in keys:
        tasks.enqueue(send, user_id=key, week=week.isoformat())
    return len(keys)


def digest_send(user_id: int, week: dt.date) -> bool:
    """False when there is nothing to tell, she no longer wants it, or another task tells it."""
    with carrier() as post:
        user = recipients_of(week).filter(pk=user_id).first() or own_retry(user_id, week)
        letter = digest_letter(user, week) if user else None
        if user is None or letter is None or not hold(user, week):
            return False
        post.take(letter, about=About(ABOUT, user.uuid, host_id_of(user)))
    return True


def own_retry(user_id: int, week: dt.date, kind: str = Digest.Kind.WEEK) -> User | None:
    """The task that began this letter, and whose letter the mail server refused, goes on."""
    own = Digest.objects.filter(user=user_id, kind=kind, week=week, task_id__isnull=False, task_id=tasks.current_task.get()).first()
    return own.user if own else None


@transaction.atomic
def hold(user: User, week: dt.date, kind: str = Digest.Kind.WEEK) -> bool:
    """It is this task's to tell: noted before the letter leaves."""
    task_id = tasks.current_task.get()
    held, is_new = Digest.objects.get_or_create(user=user, kind=kind, week=week, defaults={"task_id": task_id})
    return is_new or (task_id is not None and held.task_id == task_id)


def host_id_of(user: User) -> int | None:
    hosts = [host.pk for host in user.hosts_today] or [access.affiliation.contact.host_id for access in accesses_today(user)]
    return hosts[0] if hosts else None


def digest_letter(user: User, week: dt.date) -> EmailMessage | None:
    """In the language she chose; None when there is nothing to tell."""
    with translation.override(language_of(user)):
        found = (item for source in all_of(WeekSource) for item in source.collect(user, week))
        items = sorted(found, key=lambda item: (item.on, item.title))
        return _letter(user, week, items) if items else None


def language_of(user: User) -> str:
    """The one she chose for letters, else that of her account."""
    choice = MailChoice.objects.filter(user=user).first()
    return (choice.language if choice else "") or user.language or settings.LANGUAGE_CODE


def _letter(user: User, week: dt.date, items: list[WeekItem]) -> EmailMessage:
    titles = {"late": _("Late"), "due": _("Due this week"), "sign": _("To sign"), "decide": _("To decide")}
    shown = items[:MOST]
    groups = [(title, [_line(item) for item in shown if item.kind == kind]) for kind, title in titles.items()]
    body = "\n\n".join(f"{title}\n" + "\n".join(lines) for title, lines in groups if lines)
    more = len(items) - len(shown)
    end = "\n\n" + ngettext("And %(count)d more.", "And %(count)d more.", more) % {"count": more} if more else ""
    stop = stop_link(user, DIGEST)
    words = {"name": user.name, "link": settings.BASE_URL, "stop": stop, "week": day(week)}
    opening = _("Hello %(name)s,\n\nYour week on Filon:\n\n") % words
    closing = _("\n\nEverything is here: %(link)s\n\nNo longer this letter, with one click: %(stop)s\n") % words
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return EmailMessage(_("Your week of %(week)s") % words, opening + body + end + closing, to=[user.email], headers=headers)


def _line(item: WeekItem) -> str:
    return "- " + " · ".join(part for part in (day(item.on), item.title, item.context) if part)
