"""Which letters she gets, chosen on a page, or stopped by the link of one."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.http import Http404
from django.urls import reverse

from filon.agenda.models import MailChoice
from filon.agenda.queries.choices import DIGEST, wanted_by
from filon.kernel import audit
from filon.kernel.registry import LetterChoice, all_of
from filon.people.models import User

SIGNER = Signer(salt="filon.agenda.digest")


@transaction.atomic
def letters_choose(*, by: User, wanted: Collection[str], language: str = "") -> MailChoice:
    """`wanted`: the codes of those she wants. Those that the law or a signature needs are not hers to refuse, and are no choice."""
    against = [one.code for one in all_of(LetterChoice) if one.code != DIGEST and one.is_usual != (one.code in wanted)]
    chosen = {"wants_digest": DIGEST in wanted, "against": against, "language": language}
    choice, _made = MailChoice.objects.update_or_create(user=by, defaults=chosen)
    audit.record(by, "letters.chosen", by, digest=choice.wants_digest, against=against)
    return choice


def letters_stop(*, key: str) -> MailChoice:
    """One click in a letter."""
    user, code = link_read(key)
    former = MailChoice.objects.filter(user=user).first() or MailChoice(user=user)
    return letters_choose(by=user, wanted=wanted_by(former) - {code}, language=former.language)


def stop_link(user: User, code: str) -> str:
    """The address that stops these letters; it opens nothing else."""
    return f"{settings.BASE_URL}{reverse('agenda:unsubscribe', args=[SIGNER.sign(f'{user.uuid}.{code}')])}"


def link_read(key: str) -> tuple[User, str]:
    """Whose letter it was, and of which choice. Http404 for a link that is not ours."""
    try:
        uuid, _dot, code = SIGNER.unsign(key).partition(".")
        user = User.objects.filter(uuid=UUID(uuid)).first()
    except (BadSignature, ValueError):
        raise Http404 from None
    if user is None:
        raise Http404
    return user, code
