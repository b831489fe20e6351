"""Exchanges of the invented school: two themes, sessions held and to come on its two campuses, ideas and what became of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from filon.activities.inputs import ClosingInput, IdeaInput, OutcomeInput, SessionInput, ThemeInput
from filon.activities.kinds import Audience, OutcomeKind
from filon.activities.models import ExchangeSession, ExchangeTheme, Idea
from filon.activities.services import closing, ideas, registrations, sessions, themes
from filon.activities.services.outcomes import outcome_record
from filon.agreements.models import Theme
from filon.agreements.units import Unit
from filon.engines.balance.due_rule import Every
from filon.kernel import clock
from filon.kernel.clock import told_on
from filon.kernel.periods import add_months
from filon.partners.models import Site
from filon.people.models import User
from filon.site.demo.exchanges_told import CANCELLED, CARBON, HELD, LIFE, OPEN, THOUGHTS, Meeting, Thought
from filon.site.demo.stage import Draft, Promise, Wording, days_from_today, drafted, months_ago

if TYPE_CHECKING:
    from filon.site.demo.twin import Cast


@dataclass
class Stage:
    """Everything of the chapter by a short name."""

    cast: Cast
    draft: Draft
    themes: dict[str, ExchangeTheme]
    sites: dict[str, Site]
    sessions: dict[str, ExchangeSession]

    def person(self, key: str) -> User:
        """Of the school, or the contact of the energy company; fresh, so that she acts for the school."""
        found = self.cast.partners["energy"].person if key == "contact" else self.cast.people[key]
        if found is None:
            raise LookupError(f"nobody is called {key}")
        return found


def load(cast: Cast) -> None:
    """Themes, what was held and is to come, what was thought of."""
    stage = Stage(cast, agreed(cast), opened(cast), {site.name: site for site in Site.objects.visible_to(cast.officer)}, {})
    for meeting in (*HELD, *OPEN):
        announced(stage, meeting)
    for meeting in HELD:
        held(stage, meeting)
    called_off(stage)
    for thought in THOUGHTS:
        had(stage, thought)


def agreed(cast: Cast) -> Draft:
    """What sessions fulfil: the school owes exchanges, and seats at them."""
    start = months_ago(10, day=2)
    draft = drafted(
        cast.officer,
        kind="framework",
        title_fr="Échanges Salins et Résines",
        title_en="Exchanges with Salins et Résines",
        school=cast.school_signs,
        year=start.year,
    )
    draft.seat("salt", cast.partners["salt"], "partner")
    draft.lasts(start, add_months(start, 36), notice_months=3, themes=(LIFE, CARBON), silence_days=30)
    draft.promises(
        Promise("exchanges", "school", "salt", Unit.EVENT, 8, Every(add_months(start, 3), 4, 8)),
        Wording("Échanges d’élèves et de chercheurs avec l’entreprise", "Exchanges of students and researchers with the company"),
    )
    draft.promises(
        Promise("seats", "school", "salt", Unit.SEAT, 160, Every(add_months(start, 3), 4, 8)),
        Wording("Personnes réunies par ces échanges", "Persons brought together by these exchanges"),
    )
    draft.signed(start, place="Aigues-Mortes")
    return draft


def opened(cast: Cast) -> dict[str, ExchangeTheme]:
    """Both themes are read by everybody."""
    about = {
        CARBON: ("Produire, chauffer et construire en émettant moins.", "To produce, heat and build with fewer emissions."),
        LIFE: ("Extraire sans appauvrir le vivant, et lui rendre sa place.", "To extract without harm to life, and to give it room again."),
    }
    with told_on(days_from_today(-340)):
        return {label: _opened(cast, label, *words) for label, words in about.items()}


def _opened(cast: Cast, label: str, french: str, english: str) -> ExchangeTheme:
    subject = Theme.objects.get(label_fr=label)
    given = ThemeInput(theme_id=subject.uuid, about_fr=french, about_en=english, audience=Audience.PUBLIC)
    return themes.theme_open(by=cast.officer, host_id=cast.host.pk, theme=given)


def announced(stage: Stage, meeting: Meeting) -> None:
    """A month before, and whoever comes registers the day after."""
    cast = stage.cast
    day = min(days_from_today(meeting.days - 30), days_from_today(-9))
    with told_on(day):
        made = sessions.session_plan(by=cast.officer, host_id=cast.host.pk, session=_given(stage, meeting))
    stage.sessions[meeting.key] = made
    with told_on(day + dt.timedelta(days=1)):
        for key in meeting.persons:
            registrations.session_register(by=stage.person(key), session_id=made.uuid)


def _given(stage: Stage, meeting: Meeting) -> SessionInput:
    start = clock.at(days_from_today(meeting.days), 14)
    return SessionInput(
        theme_id=stage.themes[meeting.theme].uuid,
        title_fr=meeting.title_fr,
        title_en=meeting.title_en,
        starts_at=start,
        ends_at=start + dt.timedelta(hours=2, minutes=30),
        capacity=meeting.capacity,
        site_id=stage.sites[meeting.site].uuid,
        room=meeting.room,
        audience=Audience.PUBLIC if meeting.is_public else Audience.MEMBERS,
        entity_ids=[stage.cast.partners[key].entity.uuid for key in meeting.partners],
    )


def held(stage: Stage, meeting: Meeting) -> None:
    """Closed the day after, with those who came."""
    session, officer = stage.sessions[meeting.key], stage.cast.officer
    absent = [stage.person(key).pk for key in meeting.absent]
    came = session.registrations.live().exclude(user__in=absent).values_list("uuid", flat=True)
    commitments = [stage.draft.commitments[key].uuid for key in meeting.fulfils]
    given = ClosingInput(others=meeting.others, commitment_ids=commitments, goals=meeting.goals)
    with told_on(days_from_today(meeting.days + 1)):
        registrations.attendance_mark(by=officer, session_id=session.uuid, came=list(came))
        closing.session_close(by=officer, session_id=session.uuid, closing=given)


def called_off(stage: Stage) -> None:
    announced(stage, CANCELLED)
    session = stage.sessions[CANCELLED.key]
    reason = "La station est en travaux jusqu’au printemps."
    with told_on(days_from_today(-3)):
        sessions.session_cancel(by=stage.cast.officer, session_id=session.uuid, reason=reason)


def had(stage: Stage, thought: Thought) -> None:
    """The idea, what was said, who took it up, and what it became three weeks later."""
    day, officer = days_from_today(-thought.days), stage.cast.officer
    session = stage.sessions[thought.session].uuid if thought.session else None
    given = IdeaInput(theme_id=stage.themes[thought.theme].uuid, title=thought.title, words=thought.words, session_id=session)
    with told_on(day):
        idea = ideas.idea_write(by=stage.person(thought.by), idea=given)
        if thought.is_public:
            ideas.idea_show(by=officer, idea_id=idea.uuid, is_public=True)
    with told_on(day + dt.timedelta(days=4)):
        for key, words in thought.said:
            ideas.idea_comment(by=stage.person(key), idea_id=idea.uuid, words=words)
        for key in thought.takers:
            _taken(stage, idea, key)
    if thought.became is not None:
        _became(stage, idea, thought, thought.became)


def _taken(stage: Stage, idea: Idea, key: str) -> None:
    """By a person, or by a partner who does not sign in."""
    if key in stage.cast.partners:
        entity_id = stage.cast.partners[key].entity.uuid
        ideas.idea_take_up(by=stage.cast.officer, idea_id=idea.uuid, entity_id=entity_id)
    else:
        ideas.idea_take_up(by=stage.person(key), idea_id=idea.uuid)


def _became(stage: Stage, idea: Idea, thought: Thought, kind: OutcomeKind) -> None:
    on = days_from_today(25 - thought.days)
    agreement_id = stage.draft.agreement.uuid if kind == OutcomeKind.AGREEMENT else None
    given = OutcomeInput(kind=kind, title=thought.which, occurred_on=on, agreement_id=agreement_id)
    with told_on(on):
        outcome_record(by=stage.cast.officer, idea_id=idea.uuid, outcome=given)
