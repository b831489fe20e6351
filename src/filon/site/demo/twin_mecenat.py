"""The main story: three parties, three years of deliveries, one amendment, some late, one contested, a renewal to decide."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from filon.agreements.inputs import CommitmentInput, MoneyLineInput
from filon.agreements.models import CommitmentTerm
from filon.agreements.services import deliveries, drafting
from filon.agreements.units import Capacity, Nature, Unit
from filon.engines.balance.due_rule import Every, OnDates, OverTerm, rule_from_json
from filon.kernel.clock import told_on
from filon.kernel.periods import add_months
from filon.people.models import User
from filon.site.demo.stage import Draft, days_from_today, delivered, drafted, months_ago

if TYPE_CHECKING:
    from filon.site.demo.twin import Cast

ONE = Decimal(1)
INSTALMENT = Decimal(40_000)


def load(cast: Cast) -> None:
    """From the signature to this week."""
    start = months_ago(32, day=3)
    draft = written(cast, start)
    draft.signed(start, place="Campus du Pont-Vieux, 11 h 30")
    amendment = months_ago(14)
    before(cast, draft, until=amendment)
    amended(cast, draft, amendment)
    after(cast, draft, since=amendment)
    quarrel(cast, draft)


def written(cast: Cast, start: dt.date) -> Draft:
    """The original: company, school, fund of an umbrella."""
    draft = drafted(
        cast.officer,
        kind="mecenat",
        title_fr="Mécénat Gardon Énergies",
        title_en="Gardon Énergies giving",
        school=cast.school_signs,
        year=start.year,
    )
    draft.seat("energy", cast.partners["energy"], Capacity.DONOR)
    draft.seat("fund", cast.partners["fund"], Capacity.FUND)
    draft.lasts(
        start, add_months(start, 36), notice_months=3, themes=("Décarbonation", "Réduction de l’empreinte carbone"), silence_days=45
    )
    line = draft.pays(
        "energy",
        "school",
        Nature.GIVING,
        24_000_000,
        earmark_fr="tous programmes, priorité au sous-sol",
        earmark_en="all programmes, underground first",
    )
    draft.promises(
        "payments",
        "energy",
        "school",
        what_fr="Versements semestriels",
        what_en="Half-yearly payments",
        unit=Unit.EURO,
        quantity=6 * INSTALMENT,
        due_rule=OnDates(tuple((day, INSTALMENT) for day in payment_days(start))),
        money_line_id=line,
    )
    promised_in_kind(cast, draft, start)
    return draft


def payment_days(start: dt.date) -> list[dt.date]:
    """Each half-year; the last one falls due tomorrow."""
    return [add_months(start, 1 + 6 * place) for place in range(5)] + [days_from_today(1)]


def promised_in_kind(cast: Cast, draft: Draft, start: dt.date) -> None:
    """What is not money, on both sides."""
    economy, sustainability = cast.people["economy"].uuid, cast.people["sustainability"].uuid
    draft.promises(
        "talks",
        "energy",
        "school",
        what_fr="Échanges avec élèves et chercheurs",
        what_en="Exchanges with students and researchers",
        detail_fr="mécénat de compétences",
        detail_en="skills",
        unit=Unit.DAY,
        quantity=Decimal(9),
        unit_value_cents=120_000,
        due_rule=Every(add_months(start, 3), 4, 9),
    )
    draft.promises(
        "visits",
        "energy",
        "school",
        what_fr="Visites de l’usine de Beaucaire",
        what_en="Visits of the Beaucaire plant",
        detail_fr="en nature",
        detail_en="in kind",
        unit=Unit.EVENT,
        quantity=Decimal(4),
        unit_value_cents=90_000,
        due_rule=Every(add_months(start, 5), 8, 4),
    )
    draft.promises(
        "meetings",
        "school",
        "energy",
        what_fr="Rencontres avec les élèves ingénieurs",
        what_en="Meetings with the student engineers",
        unit=Unit.EVENT,
        quantity=Decimal(12),
        unit_value_cents=80_000,
        is_counterpart=True,
        due_rule=Every(add_months(start, 3), 3, 12),
    )
    draft.promises(
        "reflection",
        "school",
        "energy",
        what_fr="Journées de réflexion",
        what_en="Days of shared reflection",
        detail_fr="décarbonation, empreinte carbone",
        detail_en="decarbonation, carbon footprint",
        unit=Unit.DAY,
        quantity=Decimal(5),
        unit_value_cents=240_000,
        owner_id=sustainability,
        due_rule=Every(add_months(start, 6), 6, 5),
    )
    draft.promises(
        "stand",
        "school",
        "energy",
        what_fr="Stand au Forum de l’entreprise",
        what_en="Stand at the company forum",
        unit=Unit.STAND,
        quantity=Decimal(3),
        unit_value_cents=60_000,
        is_counterpart=True,
        owner_id=economy,
        due_rule=OnDates(((add_months(start, 8), ONE), (add_months(start, 20), ONE), (days_from_today(24), ONE))),
    )
    draft.promises(
        "name",
        "school",
        "energy",
        what_fr="Nom de l’entreprise au Hub",
        what_en="Company’s name at the Hub",
        unit=Unit.YEAR_OF_VISIBILITY,
        quantity=Decimal(3),
        unit_value_cents=200_000,
        is_counterpart=True,
        due_rule=OverTerm(),
    )
    draft.promises(
        "receipts",
        "fund",
        "energy",
        what_fr="Reçus fiscaux",
        what_en="Tax receipts",
        detail_fr="émis par la fondation abritante",
        detail_en="issued by the umbrella foundation",
        unit=Unit.DOCUMENT,
        quantity=Decimal(6),
        due_rule=OnDates(tuple((add_months(day, 2), ONE) for day in payment_days(start))),
    )


def before(cast: Cast, draft: Draft, *, until: dt.date) -> None:
    """What happened under the original."""
    for key in ("payments", "talks", "visits", "meetings", "reflection", "stand", "receipts"):
        keep(cast, draft, key, [day for day in draft.dues(key) if day < until - dt.timedelta(days=10)])
    keep(cast, draft, "name", [day for day in draft.dues("name") if day < until])


def after(cast: Cast, draft: Draft, *, since: dt.date) -> None:
    """What happened since the amendment: one visit, one day of reflection and one receipt are missing."""
    today = days_from_today(0)
    missing = {"visits": 1, "reflection": 1, "receipts": 1, "meetings": 1}
    for key in ("payments", "grants", "talks", "visits", "meetings", "reflection", "stand", "name", "receipts"):
        due = [day for day in draft.dues(key) if since - dt.timedelta(days=10) <= day < today]
        keep(cast, draft, key, due[: len(due) - missing.get(key, 0)])


def keep(cast: Cast, draft: Draft, key: str, days: list[dt.date]) -> None:
    """Delivered a few days before each due date, declared by the side that owes, accepted by the other."""
    ours, theirs = cast.officer, person_of(cast, "energy")
    declarer = {"receipts": person_of(cast, "foundation"), **dict.fromkeys(("payments", "grants", "talks", "visits"), theirs)}.get(
        key, ours
    )
    accepter = ours if declarer is theirs else theirs
    quantity = {"payments": INSTALMENT, "grants": Decimal(15_000)}.get(key, ONE)
    people, goals = {"meetings": (34, [4, 8]), "talks": (22, [4, 9]), "visits": (40, [9]), "reflection": (55, [12, 13])}.get(
        key, (None, [])
    )
    for place, day in enumerate(days):
        on = day - dt.timedelta(days=3 + place % 3)
        counted = people + 3 * place if people else None
        delivered(declarer, draft.commitments[key], on, quantity=quantity, accepted_by=accepter, persons=counted, goals=goals)


def person_of(cast: Cast, key: str) -> User:
    """Who signs in for that organisation."""
    person = cast.partners[key].person
    if person is None:
        raise LookupError(f"nobody signs in for {key}")
    return person


def amended(cast: Cast, draft: Draft, effective: dt.date) -> None:
    """Amendment no. 1: two grants more, one day of reflection more, a theme more."""
    draft.amended(effective)
    version = draft.version
    draft.lasts(
        effective,
        version.term_end,
        notice_months=3,
        silence_days=45,
        themes=("Décarbonation", "Réduction de l’empreinte carbone", "Biodiversité dans l’extraction des minéraux"),
    )
    line = version.money_lines.get()
    wording = MoneyLineInput(Nature.GIVING, draft.parties["energy"], draft.parties["school"], 27_000_000, line.earmark_fr, line.earmark_en)
    drafting.money_line_change(by=cast.officer, version_id=version.uuid, money_line_id=line.uuid, line=wording)
    draft.promises(
        "grants",
        "energy",
        "school",
        what_fr="Dotation pour le sous-sol",
        what_en="Grant for the underground",
        detail_fr="ajoutée par l’avenant n° 1",
        detail_en="added by amendment no. 1",
        unit=Unit.EURO,
        quantity=Decimal(30_000),
        money_line_id=line.uuid,
        due_rule=OnDates(((add_months(effective, 4), Decimal(15_000)), (days_from_today(55), Decimal(15_000)))),
    )
    one_day_more(cast, draft, version.commitment_terms.get(commitment=draft.commitments["reflection"]))
    draft.signed(effective - dt.timedelta(days=4), place="Beaucaire")


def one_day_more(cast: Cast, draft: Draft, term: CommitmentTerm) -> None:
    """Five days of reflection become six; the sixth falls half a year after the fifth."""
    former = rule_from_json(term.due_rule)
    if not isinstance(former, Every):
        raise TypeError("the days of reflection follow a rhythm")
    wording = CommitmentInput(
        draft.parties["school"],
        draft.parties["energy"],
        term.what_fr,
        term.unit,
        Every(former.first, former.months - 1, 6),
        what_en=term.what_en,
        detail_fr="décarbonation, empreinte carbone, biodiversité",
        detail_en="decarbonation, carbon footprint, biodiversity",
        quantity=Decimal(6),
        unit_value_cents=term.unit_value_cents,
        owner_id=cast.people["sustainability"].uuid,
    )
    drafting.commitment_change(
        by=cast.officer, version_id=draft.version.uuid, commitment_id=draft.commitments["reflection"].uuid, commitment=wording
    )


def quarrel(cast: Cast, draft: Draft) -> None:
    """One meeting is contested, and answered; another one waits to be accepted."""
    theirs = person_of(cast, "energy")
    meeting = delivered(
        cast.officer,
        draft.commitments["meetings"],
        days_from_today(-26),
        words="Table ronde sur l’hydrogène, feuille d’émargement à suivre.",
    )
    with told_on(days_from_today(-20)):
        deliveries.delivery_contest(
            by=theirs, delivery_id=meeting.uuid, reason="Deux élèves présents sur vingt inscrits ; nous proposons de la refaire avant Noël."
        )
    with told_on(days_from_today(-18)):
        deliveries.delivery_answer(
            by=cast.officer, delivery_id=meeting.uuid, words="D’accord sur le principe : nous cherchons une date avec le bureau des élèves."
        )
    delivered(
        theirs, draft.commitments["talks"], days_from_today(-4), words="Journée au laboratoire des matériaux.", persons=18, goals=[4, 9]
    )
