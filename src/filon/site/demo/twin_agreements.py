"""The other agreements of the invented school: one of each kind, ended, running, to renew, and being written."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from filon.agreements.services import deliveries
from filon.agreements.units import Capacity, Nature, Unit
from filon.engines.balance.due_rule import Every, Once, OnDates
from filon.kernel.periods import add_months
from filon.people.models import User
from filon.site.demo.stage import Draft, days_from_today, delivered, drafted, months_ago

if TYPE_CHECKING:
    from filon.site.demo.twin import Cast


def load(cast: Cast, story: random.Random) -> None:
    """One chapter each; `story` draws the days on which things are delivered."""
    chair_to_renew(cast, story)
    double_degree(cast, story)
    immersion(cast, story)
    microscope(cast, story)
    framework_renewed(cast, story)
    shared_stands(cast, story)
    mentoring(cast, story)
    tax_over(cast, story)
    being_written(cast)


def begun(cast: Cast, key: str, *, kind: str, title_fr: str, title_en: str, start: dt.date, ours: Capacity | None = None) -> Draft:
    """A draft with the partner as its second party, called by its key."""
    draft = drafted(cast.officer, kind=kind, title_fr=title_fr, title_en=title_en, school=cast.school_signs, year=start.year)
    draft.seat(key, cast.partners[key], ours or Capacity.PARTNER)
    return draft


def kept(
    story: random.Random,
    by: User,
    draft: Draft,
    key: str,
    *,
    but_last: int = 0,
    quantity: Decimal = Decimal(1),
    persons: int | None = None,
    goals: Sequence[int] = (),
) -> None:
    """What was due by today was delivered, a few days around its date, but for the last ones."""
    due = [day for day in draft.dues(key) if day < days_from_today(0)]
    for day in due[: len(due) - but_last]:
        on = day - dt.timedelta(days=story.randint(1, 9))
        counted = persons + story.randint(-3, 6) if persons else None
        made = delivered(by, draft.commitments[key], on, quantity=quantity, persons=counted, goals=goals)
        made.refresh_from_db()
        if made.commitment.creditor.uuid == draft.parties["school"]:
            deliveries.delivery_accept(by=cast_officer(draft), delivery_id=made.uuid)


def cast_officer(draft: Draft) -> User:
    """Who wrote the agreement accepts for the school."""
    return draft.by


def chair_to_renew(cast: Cast, story: random.Random) -> None:
    """A chair whose second payment is late, and whose notice falls within the month."""
    start = months_ago(33, day=1)
    draft = begun(
        cast,
        "materials",
        kind="mecenat",
        title_fr="Chaire matériaux écologiques",
        title_en="Chair of ecological materials",
        start=start,
        ours=Capacity.DONOR,
    )
    draft.lasts(start, add_months(start, 36), notice_months=2, themes=("Économie circulaire et matériaux",))
    line = draft.pays("materials", "school", Nature.GIVING, 15_000_000, earmark_fr="chaire", earmark_en="chair")
    dates = (add_months(start, 2), add_months(start, 14), add_months(start, 31))
    draft.promises(
        "payments",
        "materials",
        "school",
        what_fr="Versements annuels",
        what_en="Yearly payments",
        unit=Unit.EURO,
        quantity=Decimal(150_000),
        due_rule=OnDates(tuple((day, Decimal(50_000)) for day in dates)),
        money_line_id=line,
    )
    draft.promises(
        "lectures",
        "school",
        "materials",
        what_fr="Conférences de la chaire",
        what_en="Lectures of the chair",
        unit=Unit.EVENT,
        quantity=Decimal(6),
        unit_value_cents=150_000,
        is_counterpart=True,
        due_rule=Every(add_months(start, 5), 5, 6),
    )
    draft.signed(start, place="Anduze")
    kept(story, cast.officer, draft, "payments", but_last=1, quantity=Decimal(50_000))
    kept(story, cast.officer, draft, "lectures", persons=60, goals=(9, 12))


def double_degree(cast: Cast, story: random.Random) -> None:
    """Places on both sides, without a value."""
    start = months_ago(26, day=1)
    draft = begun(
        cast,
        "architecture",
        kind="academic",
        title_fr="Double diplôme ingénieur-architecte",
        title_en="Engineer-architect double degree",
        start=start,
    )
    draft.lasts(start, add_months(start, 48), notice_months=6, themes=("Égalité et ouverture sociale",))
    for key, debtor, creditor in (("ours", "school", "architecture"), ("theirs", "architecture", "school")):
        draft.promises(
            key,
            debtor,
            creditor,
            what_fr="Places en double diplôme",
            what_en="Double degree places",
            unit=Unit.PLACE,
            quantity=Decimal(24),
            due_rule=Every(add_months(start, 1), 12, 4),
        )
    draft.signed(start, place="Montpellier")
    kept(story, cast.people["studies"], draft, "ours", quantity=Decimal(6), goals=(4,))
    kept(story, cast.people["studies"], draft, "theirs", quantity=Decimal(6), goals=(4,))


def immersion(cast: Cast, story: random.Random) -> None:
    """A civic agreement: days with many students, counted and never named."""
    start = months_ago(20, day=12)
    draft = begun(
        cast,
        "regiment",
        kind="civic",
        title_fr="Journées d’immersion, Régiment du Mas",
        title_en="Immersion days, Mas Regiment",
        start=start,
    )
    draft.lasts(start, add_months(start, 36), themes=("Défense et résilience",))
    draft.promises(
        "days",
        "regiment",
        "school",
        what_fr="Journées d’immersion",
        what_en="Immersion days",
        unit=Unit.DAY,
        quantity=Decimal(9),
        due_rule=Every(add_months(start, 3), 4, 9),
    )
    draft.promises(
        "meetings",
        "school",
        "regiment",
        what_fr="Rencontres de recrutement",
        what_en="Recruitment meetings",
        unit=Unit.EVENT,
        quantity=Decimal(6),
        due_rule=Every(add_months(start, 4), 6, 6),
    )
    draft.signed(start, place="Nîmes")
    kept(story, cast.people["engagement"], draft, "days", persons=95, goals=(16,))
    kept(story, cast.people["engagement"], draft, "meetings", persons=30, goals=(8,))


def microscope(cast: Cast, story: random.Random) -> None:
    """Shared hours of equipment; the school is a little late."""
    start = months_ago(18, day=1)
    draft = begun(
        cast,
        "salt",
        kind="equipment",
        title_fr="Microscope électronique, heures partagées",
        title_en="Electron microscope, shared hours",
        start=start,
    )
    draft.lasts(start, add_months(start, 24), notice_months=3)
    line = draft.pays("salt", "school", Nature.SERVICE, 1_850_000)
    draft.promises(
        "hours",
        "school",
        "salt",
        what_fr="Heures de microscope",
        what_en="Microscope hours",
        unit=Unit.HOUR,
        quantity=Decimal(240),
        unit_value_cents=7_500,
        due_rule=Every(add_months(start, 1), 1, 24),
    )
    draft.promises(
        "fee",
        "salt",
        "school",
        what_fr="Redevance d’usage",
        what_en="Fee for use",
        unit=Unit.EURO,
        quantity=Decimal(18_500),
        due_rule=OnDates(((add_months(start, 2), Decimal(9_250)), (add_months(start, 14), Decimal(9_250)))),
        money_line_id=line,
    )
    draft.signed(start, place="Campus du Pont-Vieux")
    kept(story, cast.officer, draft, "hours", but_last=2, quantity=Decimal(10))
    kept(story, cast.officer, draft, "fee", quantity=Decimal(9_250))


def framework_renewed(cast: Cast, story: random.Random) -> None:
    """One year, renewed tacitly each year since."""
    start = months_ago(29, day=1)
    draft = begun(
        cast,
        "office",
        kind="framework",
        title_fr="Accord-cadre Cabinet Rousson",
        title_en="Cabinet Rousson framework agreement",
        start=start,
    )
    draft.lasts(
        start, add_months(start, 12), notice_months=3, is_tacit=True, renewal_months=12, themes=("Numérique et intelligence artificielle",)
    )
    draft.promises(
        "offers",
        "office",
        "school",
        what_fr="Offres de stage",
        what_en="Internship offers",
        unit=Unit.OFFER,
        quantity=Decimal(4),
        due_rule=Every(add_months(start, 3), 3, 4),
    )
    draft.promises(
        "meetings",
        "school",
        "office",
        what_fr="Rencontres avec les chercheurs",
        what_en="Meetings with researchers",
        unit=Unit.EVENT,
        quantity=Decimal(2),
        unit_value_cents=60_000,
        due_rule=Every(add_months(start, 5), 6, 2),
    )
    draft.signed(start, place="Alès")
    kept(story, cast.people["economy"], draft, "offers", goals=(8,))
    kept(story, cast.people["economy"], draft, "meetings", persons=14, goals=(9,))


def shared_stands(cast: Cast, story: random.Random) -> None:
    """Small firms share stands: a service that is invoiced, and half of it is paid."""
    start = months_ago(8, day=15)
    draft = begun(
        cast,
        "group",
        kind="forum",
        title_fr="Stands partagés des petites entreprises",
        title_en="Shared stands of small firms",
        start=start,
    )
    draft.lasts(start, add_months(start, 12))
    line = draft.pays("group", "school", Nature.SERVICE, 720_000)
    draft.promises(
        "stands",
        "school",
        "group",
        what_fr="Stands partagés au forum",
        what_en="Shared stands at the forum",
        unit=Unit.STAND,
        quantity=Decimal(12),
        unit_value_cents=60_000,
        due_rule=Once(days_from_today(24)),
    )
    draft.promises(
        "fee",
        "group",
        "school",
        what_fr="Redevance des stands",
        what_en="Stand fees",
        unit=Unit.EURO,
        quantity=Decimal(7_200),
        due_rule=OnDates(((add_months(start, 3), Decimal(3_600)), (days_from_today(5), Decimal(3_600)))),
        money_line_id=line,
    )
    draft.signed(start, place="Alès")
    kept(story, cast.people["economy"], draft, "fee", quantity=Decimal(3_600))


def mentoring(cast: Cast, story: random.Random) -> None:
    """An incubator agreement with a company born there."""
    start = months_ago(15, day=1)
    draft = begun(
        cast,
        "laboratory",
        kind="incubator",
        title_fr="Mentorat des jeunes entreprises",
        title_en="Mentoring of young ventures",
        start=start,
    )
    draft.lasts(start, add_months(start, 30))
    draft.promises(
        "days",
        "laboratory",
        "school",
        what_fr="Journées de mentorat",
        what_en="Mentoring days",
        unit=Unit.DAY,
        quantity=Decimal(10),
        unit_value_cents=80_000,
        due_rule=Every(add_months(start, 2), 3, 10),
    )
    draft.promises(
        "places",
        "school",
        "laboratory",
        what_fr="Places en incubation",
        what_en="Incubation places",
        unit=Unit.PLACE,
        quantity=Decimal(2),
        due_rule=Once(add_months(start, 20)),
    )
    draft.signed(start, place="Anduze")
    kept(story, cast.people["economy"], draft, "days", persons=9, goals=(8, 9))


def tax_over(cast: Cast, story: random.Random) -> None:
    """Ended, everything kept."""
    start = months_ago(40, day=1)
    draft = begun(
        cast,
        "mechanics",
        kind="apprenticeship_tax",
        title_fr="Taxe d’apprentissage et matériel",
        title_en="Apprenticeship tax and equipment",
        start=start,
        ours=Capacity.DONOR,
    )
    draft.lasts(start, add_months(start, 24))
    line = draft.pays("mechanics", "school", Nature.APPRENTICESHIP_TAX, 3_200_000)
    draft.promises(
        "tax",
        "mechanics",
        "school",
        what_fr="Solde de la taxe d’apprentissage",
        what_en="Balance of the apprenticeship tax",
        unit=Unit.EURO,
        quantity=Decimal(32_000),
        due_rule=Every(add_months(start, 6), 12, 2),
        money_line_id=line,
    )
    draft.promises(
        "receipts",
        "school",
        "mechanics",
        what_fr="Attestations de versement",
        what_en="Certificates of payment",
        unit=Unit.DOCUMENT,
        quantity=Decimal(2),
        due_rule=Every(add_months(start, 8), 12, 2),
    )
    draft.signed(start, place="Sommières")
    kept(story, cast.people["economy"], draft, "tax", quantity=Decimal(16_000))
    kept(story, cast.people["economy"], draft, "receipts")


def being_written(cast: Cast) -> None:
    """A draft that waits for its money to be agreed."""
    start = months_ago(-2, day=1)
    draft = begun(
        cast,
        "hydrogen",
        kind="mecenat",
        title_fr="Soutien au banc d’essai hydrogène",
        title_en="Support of the hydrogen test bench",
        start=start,
        ours=Capacity.DONOR,
    )
    draft.lasts(start, add_months(start, 36), notice_months=3, themes=("Énergies renouvelables et hydrogène",))
    draft.promises(
        "meetings",
        "school",
        "hydrogen",
        what_fr="Rencontres avec les élèves ingénieurs",
        what_en="Meetings with the student engineers",
        unit=Unit.EVENT,
        quantity=Decimal(6),
        is_counterpart=True,
        unit_value_cents=80_000,
        due_rule=Every(add_months(start, 3), 5, 6),
    )
