"""Among what one chooses when exchanges are written down."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from filon.activities import rules
from filon.activities.models import ExchangeSession, ExchangeTheme, Idea
from filon.agreements.models import Agreement, AgreementVersion, CommitmentTerm, Theme
from filon.agreements.models.kind import in_language
from filon.agreements.states import BINDING_STATES
from filon.agreements.units import Unit
from filon.partners.models import LegalEntity, Site
from filon.people.models import User

Choices = list[tuple[UUID, str]]
MOST = 60


def theme_choices(viewer: User, host_id: int) -> Choices:
    """Themes of exchanges of the school."""
    seen = ExchangeTheme.objects.visible_to(viewer).filter(host=host_id).select_related("theme")
    return [(one.uuid, str(one)) for one in seen]


def subject_choices(host_id: int) -> Choices:
    """Themes of agreements on which the school holds no exchanges yet."""
    free = Theme.objects.exclude(Exists(ExchangeTheme.objects.filter(host=host_id, theme=OuterRef("pk"))))
    return [(one.uuid, str(one)) for one in free]


def site_choices(viewer: User, host_id: int) -> Choices:
    """The school's own sites first, then those of its partners, by name; so many at most."""
    seen = Site.objects.visible_to(viewer).select_related("entity")
    own = [(one.uuid, one.name) for one in seen.filter(entity__host=host_id).order_by("name")]
    others = seen.exclude(entity__host=host_id).order_by("entity__name", "name")[:200]
    return own + [(one.uuid, f"{one.entity.name} · {one.name}") for one in others]


def session_choices(viewer: User, theme: ExchangeTheme) -> Choices:
    """The last sessions of the theme, where an idea may have come up."""
    seen = ExchangeSession.objects.visible_to(viewer).filter(theme=theme).order_by("-starts_at")[:MOST]
    return [(one.uuid, f"{one.title} · {one.day:%d/%m/%Y}") for one in seen]


def commitment_choices(viewer: User, *, day: dt.date, entities: QuerySet[LegalEntity]) -> Choices:
    """Commitments that bind on that day and that an exchange may fulfil: those with one of these organisations first, so many at most."""
    in_force = AgreementVersion.objects.filter(state__in=BINDING_STATES, validity__contains=day)
    terms = CommitmentTerm.objects.filter(
        version__in=in_force, unit__in=rules.COUNTED, commitment__agreement__in=Agreement.objects.visible_to(viewer)
    ).select_related("commitment__agreement", "commitment__debtor__entity", "commitment__debtor__fund")
    with_them = Q(commitment__debtor__entity__in=entities) | Q(commitment__creditor__entity__in=entities)
    order = ("commitment__agreement__title_fr", "commitment__number")
    near = list(terms.filter(with_them).order_by(*order)[:MOST])
    found = near or list(terms.order_by(*order)[:MOST])
    return [(one.commitment.uuid, _promise(one)) for one in found]


def _promise(term: CommitmentTerm) -> str:
    """`Rencontres avec les élèves · École du Gardon owes it, in events · Mécénat`."""
    debtor, agreement = term.commitment.debtor.name, term.commitment.agreement.title
    return f"{in_language(term.what_fr, term.what_en)} · {debtor} · {Unit(term.unit).label} · {agreement}"


def agreement_choices(viewer: User) -> Choices:
    """The last agreements written, one of which an idea may have become."""
    seen = Agreement.objects.visible_to(viewer).order_by("-id")[:200]
    return [(one.uuid, f"{one.reference} · {one.title}") for one in seen]


def organisations_of(idea: Idea) -> QuerySet[LegalEntity]:
    """For which the idea was taken up."""
    return LegalEntity.objects.filter(pk__in=idea.takings.filter(ended_at=None).values("entity"))
