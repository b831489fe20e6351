"""The other agreements of the invented school: one of each kind, ended, running, to renew, and being written."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from typing import TYPE_CHECKING

from filon.agreements.services import deliveries
from filon.agreements.units import Capacity, Nature, Unit
from filon.engines.balance.due_rule import Every, Once
from filon.kernel.periods import add_months
from filon.people.models import User
from filon.site.demo import twin_gifts
from filon.site.demo.stage import Draft, Promise, Wording, days_from_today, delivered, drafted, months_ago, parts

if TYPE_CHECKING:
    from filon.site.demo.twin import Cast
    from filon.site.demo.twin_books import Books


def load(cast: Cast, story: random.Random, books: Books) -> None:
    """One chapter each; `story` draws the days on which things are delivered."""
    chair_to_renew(cast, story, books)
    double_degree(cast, story)
    immersion(cast, story)
    microscope(cast, story)
    framework_renewed(cast, story)
    shared_stands(cast, story)
    mentoring(cast, story)
    tax_over(cast, story)
    being_written(cast)


def begun(cast: Cast, key: str, kind: str, start: dt.date, *, title: tuple[str, str], theirs: Capacity = Capacity.PARTNER) -> Draft:
    """A draft with the partner as its second party, called by its key; its title in French and in English."""
    draft = drafted(cast.officer, kind=kind, title_fr=title[0], title_en=title[1], school=cast.school_signs, year=start.year)
    draft.seat(key, cast.partners[key], theirs)
    return draft


def kept(
    story: random.Random,
    by: User,
    draft: Draft,
    key: str,
    *,
    but_last: int = 0,
    quantity: int = 1,
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


def chair_to_renew(cast: Cast, story: random.Random, books: Books) -> None:
    """A chair whose second payment is late, and whose notice falls within the month."""
    start = months_ago(33, day=1)
    draft = begun(
        cast, "materials", "mecenat", start, title=("Chaire matériaux écologiques", "Chair of ecological materials"), theirs=Capacity.DONOR
    )
    draft.lasts(start, add_months(start, 36), notice_months=2, themes=("Économie circulaire et matériaux",))
    line = draft.pays("materials", "school", Nature.GIVING, 15_000_000, earmark_fr="chaire", earmark_en="chair")
    dates = (add_months(start, 2), add_months(start, 14), add_months(start, 31))
    draft.promises(
        Promise("payments", "materials", "school", Unit.EURO, 150_000, parts(50_000, dates), money_line_id=line),
        Wording("Versements annuels", "Yearly payments"),
    )
    draft.promises(
        Promise(
            "lectures", "school", "materials", Unit.EVENT, 6, Every(add_months(start, 5), 5, 6), value_cents=150_000, is_counterpart=True
        ),
        Wording("Conférences de la chaire", "Lectures of the chair"),
    )
    draft.signed(start, place="Anduze")
    twin_gifts.chair_paid(cast, books, draft, dates)
    kept(story, cast.officer, draft, "lectures", persons=60, goals=(9, 12))


def double_degree(cast: Cast, story: random.Random) -> None:
    """Places on both sides, without a value."""
    start = months_ago(26, day=1)
    draft = begun(
        cast, "architecture", "academic", start, title=("Double diplôme ingénieur-architecte", "Engineer-architect double degree")
    )
    draft.lasts(start, add_months(start, 48), notice_months=6, themes=("Égalité et ouverture sociale",))
    for key, debtor, creditor in (("ours", "school", "architecture"), ("theirs", "architecture", "school")):
        draft.promises(
            Promise(key, debtor, creditor, Unit.PLACE, 24, Every(add_months(start, 1), 12, 4)),
            Wording("Places en double diplôme", "Double degree places"),
        )
    draft.signed(start, place="Montpellier")
    kept(story, cast.people["studies"], draft, "ours", quantity=6, goals=(4,))
    kept(story, cast.people["studies"], draft, "theirs", quantity=6, goals=(4,))


def immersion(cast: Cast, story: random.Random) -> None:
    """A civic agreement: days with many students, counted and never named."""
    start = months_ago(20, day=12)
    draft = begun(cast, "regiment", "civic", start, title=("Journées d’immersion, Régiment du Mas", "Immersion days, Mas Regiment"))
    draft.lasts(start, add_months(start, 36), themes=("Défense et résilience",))
    draft.promises(
        Promise("days", "regiment", "school", Unit.DAY, 9, Every(add_months(start, 3), 4, 9)),
        Wording("Journées d’immersion", "Immersion days"),
    )
    draft.promises(
        Promise("meetings", "school", "regiment", Unit.EVENT, 6, Every(add_months(start, 4), 6, 6)),
        Wording("Rencontres de recrutement", "Recruitment meetings"),
    )
    draft.signed(start, place="Nîmes")
    kept(story, cast.people["engagement"], draft, "days", persons=95, goals=(16,))
    kept(story, cast.people["engagement"], draft, "meetings", persons=30, goals=(8,))


def microscope(cast: Cast, story: random.Random) -> None:
    """Shared hours of equipment; the school is a little late."""
    start = months_ago(18, day=1)
    draft = begun(
        cast, "salt", "equipment", start, title=("Microscope électronique, heures partagées", "Electron microscope, shared hours")
    )
    draft.lasts(start, add_months(start, 24), notice_months=3)
    line = draft.pays("salt", "school", Nature.SERVICE, 1_850_000)
    draft.promises(
        Promise("hours", "school", "salt", Unit.HOUR, 240, Every(add_months(start, 1), 1, 24), value_cents=7_500),
        Wording("Heures de microscope", "Microscope hours"),
    )
    draft.promises(
        Promise(
            "fee", "salt", "school", Unit.EURO, 18_500, parts(9_250, (add_months(start, 2), add_months(start, 14))), money_line_id=line
        ),
        Wording("Redevance d’usage", "Fee for use"),
    )
    draft.signed(start, place="Campus du Pont-Vieux")
    kept(story, cast.officer, draft, "hours", but_last=2, quantity=10)
    kept(story, cast.officer, draft, "fee", quantity=9_250)


def framework_renewed(cast: Cast, story: random.Random) -> None:
    """One year, renewed tacitly each year since."""
    start = months_ago(29, day=1)
    draft = begun(cast, "office", "framework", start, title=("Accord-cadre Cabinet Rousson", "Cabinet Rousson framework agreement"))
    draft.lasts(
        start, add_months(start, 12), notice_months=3, is_tacit=True, renewal_months=12, themes=("Numérique et intelligence artificielle",)
    )
    draft.promises(
        Promise("offers", "office", "school", Unit.OFFER, 4, Every(add_months(start, 3), 3, 4)),
        Wording("Offres de stage", "Internship offers"),
    )
    draft.promises(
        Promise("meetings", "school", "office", Unit.EVENT, 2, Every(add_months(start, 5), 6, 2), value_cents=60_000),
        Wording("Rencontres avec les chercheurs", "Meetings with researchers"),
    )
    draft.signed(start, place="Alès")
    kept(story, cast.people["economy"], draft, "offers", goals=(8,))
    kept(story, cast.people["economy"], draft, "meetings", persons=14, goals=(9,))


def shared_stands(cast: Cast, story: random.Random) -> None:
    """Small firms share stands: a service that is invoiced, and half of it is paid."""
    start = months_ago(8, day=15)
    draft = begun(cast, "group", "forum", start, title=("Stands partagés des petites entreprises", "Shared stands of small firms"))
    draft.lasts(start, add_months(start, 12))
    line = draft.pays("group", "school", Nature.SERVICE, 720_000)
    draft.promises(
        Promise("stands", "school", "group", Unit.STAND, 12, Once(days_from_today(24)), value_cents=60_000),
        Wording("Stands partagés au forum", "Shared stands at the forum"),
    )
    draft.promises(
        Promise("fee", "group", "school", Unit.EURO, 7_200, parts(3_600, (add_months(start, 3), days_from_today(5))), money_line_id=line),
        Wording("Redevance des stands", "Stand fees"),
    )
    draft.signed(start, place="Alès")
    kept(story, cast.people["economy"], draft, "fee", quantity=3_600)


def mentoring(cast: Cast, story: random.Random) -> None:
    """An incubator agreement with a company born there."""
    start = months_ago(15, day=1)
    draft = begun(cast, "laboratory", "incubator", start, title=("Mentorat des jeunes entreprises", "Mentoring of young ventures"))
    draft.lasts(start, add_months(start, 30))
    draft.promises(
        Promise("days", "laboratory", "school", Unit.DAY, 10, Every(add_months(start, 2), 3, 10), value_cents=80_000),
        Wording("Journées de mentorat", "Mentoring days"),
    )
    draft.promises(
        Promise("places", "school", "laboratory", Unit.PLACE, 2, Once(add_months(start, 20))),
        Wording("Places en incubation", "Incubation places"),
    )
    draft.signed(start, place="Anduze")
    kept(story, cast.people["economy"], draft, "days", persons=9, goals=(8, 9))


def tax_over(cast: Cast, story: random.Random) -> None:
    """Ended, everything kept."""
    start = months_ago(40, day=1)
    draft = begun(
        cast,
        "mechanics",
        "apprenticeship_tax",
        start,
        title=("Taxe d’apprentissage et matériel", "Apprenticeship tax and equipment"),
        theirs=Capacity.DONOR,
    )
    draft.lasts(start, add_months(start, 24))
    line = draft.pays("mechanics", "school", Nature.APPRENTICESHIP_TAX, 3_200_000)
    draft.promises(
        Promise("tax", "mechanics", "school", Unit.EURO, 32_000, Every(add_months(start, 6), 12, 2), money_line_id=line),
        Wording("Solde de la taxe d’apprentissage", "Balance of the apprenticeship tax"),
    )
    draft.promises(
        Promise("receipts", "school", "mechanics", Unit.DOCUMENT, 2, Every(add_months(start, 8), 12, 2)),
        Wording("Attestations de versement", "Certificates of payment"),
    )
    draft.signed(start, place="Sommières")
    kept(story, cast.people["economy"], draft, "tax", quantity=16_000)
    kept(story, cast.people["economy"], draft, "receipts")


def being_written(cast: Cast) -> None:
    """A draft that waits for its money to be agreed."""
    start = months_ago(-2, day=1)
    draft = begun(
        cast,
        "hydrogen",
        "mecenat",
        start,
        title=("Soutien au banc d’essai hydrogène", "Support of the hydrogen test bench"),
        theirs=Capacity.DONOR,
    )
    draft.lasts(start, add_months(start, 36), notice_months=3, themes=("Énergies renouvelables et hydrogène",))
    draft.promises(
        Promise(
            "meetings", "school", "hydrogen", Unit.EVENT, 6, Every(add_months(start, 3), 5, 6), value_cents=80_000, is_counterpart=True
        ),
        Wording("Rencontres avec les élèves ingénieurs", "Meetings with the student engineers"),
    )
