"""A school with themes, sessions and ideas, beside an agreement in force; written through the services, as people do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from filon.activities.inputs import IdeaInput, SessionInput, ThemeInput
from filon.activities.models import ExchangeSession, ExchangeTheme, Idea
from filon.activities.services.ideas import idea_write
from filon.activities.services.sessions import session_plan
from filon.activities.services.themes import theme_open
from filon.agreements.models import Commitment, Theme
from filon.agreements.units import Unit
from filon.engines.balance.due_rule import Every
from filon.people.models import Membership, User
from filon.people.roles import Role
from tests.factories.agreements import World
from tests.factories.agreements import member as member_of
from tests.factories.people import UserFactory

HOUR = dt.timedelta(hours=1)


def member(world: World, role: Role) -> User:
    """Fresh: roles are read once an instance."""
    return User.objects.get(pk=member_of(world.host, role).pk)


@dataclass
class Exchanges:
    """`world`: the school, its officer, a company and its contact; `events` and `seats`: what the school owes the company."""

    world: World = field(default_factory=World)

    def __post_init__(self) -> None:
        today = timezone.localdate()
        start = today - dt.timedelta(days=300)
        self.world.set_term(effective_from=start, term_end=today + dt.timedelta(days=600))
        self.world.pay(24_000_000)
        rule = Every(first=today - dt.timedelta(days=200), months=6, count=4)
        self.events: Commitment = self.world.promise(rule, 4)
        self.seats: Commitment = self.world.promise(rule, 400, unit=Unit.SEAT)
        self.data: Commitment = self.world.promise(rule, 4, unit=Unit.DATASET)
        self.world.sign(on=start)
        self.host, self.officer, self.contact = self.world.host, self.world.officer, self.world.contact
        self.theme = self.opened("Décarbonation")

    def opened(self, label: str, **changed: Any) -> ExchangeTheme:
        subject, _made = Theme.objects.get_or_create(label_fr=label, defaults={"label_en": f"{label} (en)"})
        return theme_open(by=self.officer, host_id=self.host.pk, theme=ThemeInput(theme_id=subject.uuid, **changed))

    def given(self, *, hours: float = 48, **changed: Any) -> SessionInput:
        """A session of two hours that begins in so many hours, with the company."""
        start = timezone.now() + hours * HOUR
        named: dict[str, Any] = {
            "theme_id": self.theme.uuid,
            "title_fr": "Chaleur fatale",
            "starts_at": start,
            "ends_at": start + 2 * HOUR,
            "capacity": 2,
            "entity_ids": [self.world.company.uuid],
        }
        return SessionInput(**(named | changed))

    def session(self, **changed: Any) -> ExchangeSession:
        return session_plan(by=self.officer, host_id=self.host.pk, session=self.given(**changed))

    def idea(self, *, by: User | None = None, **changed: Any) -> Idea:
        named: dict[str, Any] = {"theme_id": self.theme.uuid, "title": "Boucle de chaleur", "words": "Chauffer le campus."}
        return idea_write(by=by or self.officer, idea=IdeaInput(**(named | changed)))

    def student(self, **named: Any) -> User:
        user: User = UserFactory(**named)
        Membership.objects.create(user=user, host=self.host, role=Role.STUDENT, start=dt.date(2024, 9, 1))
        return User.objects.get(pk=user.pk)


def begun(session: ExchangeSession, *, hours: float = 3) -> ExchangeSession:
    """The same session, so many hours later: as if time had passed."""
    start = timezone.now() - hours * HOUR
    ExchangeSession.objects.filter(pk=session.pk).update(starts_at=start, ends_at=start + 2 * HOUR)
    session.refresh_from_db()
    return session
