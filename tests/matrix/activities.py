"""What each of the two schools thinks about with its company: a theme, a session to come, somebody registered, an idea and a comment.
All of it bears its mark, and nothing of it is public."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from filon.activities.inputs import IdeaInput, SessionInput, ThemeInput
from filon.activities.services.ideas import idea_comment, idea_write
from filon.activities.services.registrations import session_register
from filon.activities.services.sessions import session_plan
from filon.activities.services.themes import theme_open
from filon.agreements.models import Theme
from filon.people.models import Membership, User
from filon.people.roles import Role
from tests.factories.people import UserFactory


def exchange(school: Any) -> None:
    subject = Theme.objects.order_by("id")[0]
    opened = theme_open(
        by=school.officer, host_id=school.host.pk, theme=ThemeInput(theme_id=subject.uuid, about_fr=school.called("Réflexion"))
    )
    start = timezone.now() + dt.timedelta(days=12)
    planned = SessionInput(
        theme_id=opened.uuid,
        title_fr=school.called("Séance"),
        starts_at=start,
        ends_at=start + dt.timedelta(hours=2),
        capacity=20,
        room=school.called("Salle"),
        entity_ids=[school.ids["entity_id"]],
    )
    session = session_plan(by=school.officer, host_id=school.host.pk, session=planned)
    placed = session_register(by=_student(school), session_id=session.uuid)
    given = IdeaInput(theme_id=opened.uuid, session_id=session.uuid, title=school.called("Idée"), words=school.called("Mots"))
    idea = idea_write(by=school.officer, idea=given)
    said = idea_comment(by=school.officer, idea_id=idea.uuid, words=school.called("Avis"))
    school.ids |= {
        "theme_id": opened.uuid,
        "session_id": session.uuid,
        "registration_id": placed.uuid,
        "idea_id": idea.uuid,
        "comment_id": said.uuid,
    }


def _student(school: Any) -> User:
    user: User = UserFactory(name=school.called("Élève"), email=f"eleve@{school.mark}.example")
    Membership.objects.create(user=user, host=school.host, role=Role.STUDENT, start=dt.date(2024, 9, 1))
    return User.objects.get(pk=user.pk)
