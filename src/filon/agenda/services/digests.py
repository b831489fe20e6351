"""The week by mail, on Monday morning: at most once for each person and week, nothing when there is nothing to tell."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.agenda.models import Digest, MailChoice
from filon.agenda.queries.recipients import ABOUT, recipients_of
from filon.kernel import audit, tasks
from filon.kernel.formats import day
from filon.kernel.registry import WeekItem, WeekSource, all_of
from filon.partners.models import accesses_today
from filon.people.mail import About, carrier
from filon.people.models import User

SIGNER = Signer(salt="filon.agenda.digest")
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
        user = recipients_of(week).filter(pk=user_id).first() or _own_retry(user_id, week)
        letter = digest_letter(user, week) if user else None
        if user is None or letter is None or not _held(user, week):
            return False
        post.take(letter, about=About(ABOUT, user.uuid, _host_id(user)))
    return True


def _own_retry(user_id: int, week: dt.date) -> User | None:
    """The task that began this week's letter, and whose letter the mail server refused, goes on."""
    own = Digest.objects.filter(user=user_id, week=week, task_id__isnull=False, task_id=tasks.current_task.get()).first()
    return own.user if own else None


@transaction.atomic
def _held(user: User, week: dt.date) -> bool:
    """The week is hers to tell: noted before the letter leaves."""
    task_id = tasks.current_task.get()
    held, is_new = Digest.objects.get_or_create(user=user, week=week, defaults={"task_id": task_id})
    return is_new or (task_id is not None and held.task_id == task_id)


def _host_id(user: User) -> int | None:
    hosts = [host.pk for host in user.hosts_today] or [access.affiliation.contact.host_id for access in accesses_today(user)]
    return hosts[0] if hosts else None


def digest_letter(user: User, week: dt.date) -> EmailMessage | None:
    """In the language she chose; None when there is nothing to tell."""
    choice = MailChoice.objects.filter(user=user).first()
    with translation.override((choice.language if choice else "") or user.language or settings.LANGUAGE_CODE):
        found = (item for source in all_of(WeekSource) for item in source.collect(user, week))
        items = sorted(found, key=lambda item: (item.on, item.title))
        return _letter(user, week, items) if items else None


def _letter(user: User, week: dt.date, items: list[WeekItem]) -> EmailMessage:
    titles = {"late": _("Late"), "due": _("Due this week"), "sign": _("To sign"), "decide": _("To decide")}
    shown = items[:MOST]
    groups = [(title, [_line(item) for item in shown if item.kind == kind]) for kind, title in titles.items()]
    body = "\n\n".join(f"{title}\n" + "\n".join(lines) for title, lines in groups if lines)
    more = len(items) - len(shown)
    end = "\n\n" + ngettext("And %(count)d more.", "And %(count)d more.", more) % {"count": more} if more else ""
    stop = f"{settings.BASE_URL}{reverse('agenda:unsubscribe', args=[SIGNER.sign(str(user.uuid))])}"
    words = {"name": user.name, "link": settings.BASE_URL, "stop": stop, "week": day(week)}
    opening = _("Hello %(name)s,\n\nYour week on Filon:\n\n") % words
    closing = _("\n\nEverything is here: %(link)s\n\nNo longer this letter, with one click: %(stop)s\n") % words
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return EmailMessage(_("Your week of %(week)s") % words, opening + body + end + closing, to=[user.email], headers=headers)


def _line(item: WeekItem) -> str:
    return "- " + " · ".join(part for part in (day(item.on), item.title, item.context) if part)


def user_of_link(key: str) -> User:
    """Whose letter it was. Http404 for a link that is not ours."""
    try:
        uuid = UUID(SIGNER.unsign(key))
    except (BadSignature, ValueError):
        raise Http404 from None
    user = User.objects.filter(uuid=uuid).first()
    if user is None:
        raise Http404
    return user


@transaction.atomic
def mail_choose(*, by: User, wants_digest: bool, language: str = "") -> MailChoice:
    """Which letters she gets; those that the law or a signature needs are not hers to refuse."""
    choice, _made = MailChoice.objects.update_or_create(user=by, defaults={"wants_digest": wants_digest, "language": language})
    audit.record(by, "letters.chosen", by, digest=wants_digest)
    return choice


def digest_stop(*, key: str) -> MailChoice:
    """One click in the letter."""
    user = user_of_link(key)
    former = MailChoice.objects.filter(user=user).first()
    return mail_choose(by=user, wants_digest=False, language=former.language if former else "")
