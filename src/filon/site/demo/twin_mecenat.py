"""The main story: three parties, three years of deliveries, one amendment, some late, one contested, a renewal to decide."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from filon.agreements.inputs import MoneyLineInput
from filon.agreements.models import CommitmentTerm
from filon.agreements.services import deliveries, drafting
from filon.agreements.units import Capacity, Nature, Unit
from filon.engines.balance.due_rule import Every, OverTerm, rule_from_json
from filon.kernel.clock import told_on
from filon.kernel.periods import add_months
from filon.people.models import User
from filon.site.demo import twin_money
from filon.site.demo.stage import Draft, Promise, Wording, days_from_today, delivered, drafted, months_ago, parts

if TYPE_CHECKING:
    from filon.site.demo.twin import Cast
    from filon.site.demo.twin_books import Books

INSTALMENT = 40_000
GRANT_AFTER = 4
"""Months between the amendment and the first grant."""


def load(cast: Cast, books: Books) -> None:
    """From the signature to this week."""
    start = months_ago(32, day=3)
    draft = written(cast, start)
    draft.signed(start, place="Campus du Pont-Vieux, 11 h 30")
    amendment, days = months_ago(14), payment_days(start)
    twin_money.bank(books, days)
    before(cast, draft, until=amendment)
    twin_money.paid_before(cast, books, draft, days)
    amended(cast, draft, amendment)
    after(cast, draft, since=amendment)
    twin_money.paid_after(cast, books, draft, days, add_months(amendment, GRANT_AFTER))
    things = twin_money.equipment(cast, books, draft)
    twin_money.receipts_given(books, draft, things, days)
    twin_money.spent(cast, books)
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
        "fund",
        Nature.GIVING,
        24_000_000,
        earmark_fr="tous programmes, priorité au sous-sol",
        earmark_en="all programmes, underground first",
    )
    draft.promises(
        Promise("payments", "energy", "fund", Unit.EURO, 6 * INSTALMENT, parts(INSTALMENT, payment_days(start)), money_line_id=line),
        Wording("Versements semestriels", "Half-yearly payments"),
    )
    promised_in_kind(draft, start)
    promised_in_return(cast, draft, start)
    return draft


def payment_days(start: dt.date) -> list[dt.date]:
    """Each half-year; the last one falls due tomorrow."""
    return [add_months(start, 1 + 6 * place) for place in range(5)] + [days_from_today(1)]


def promised_in_kind(draft: Draft, start: dt.date) -> None:
    """What the company gives besides money."""
    draft.promises(
        Promise("talks", "energy", "school", Unit.DAY, 9, Every(add_months(start, 3), 4, 9), value_cents=120_000),
        Wording("Échanges avec élèves et chercheurs", "Exchanges with students and researchers", "mécénat de compétences", "skills"),
    )
    draft.promises(
        Promise("visits", "energy", "school", Unit.EVENT, 4, Every(add_months(start, 5), 8, 4), value_cents=90_000),
        Wording("Visites de l’usine de Beaucaire", "Visits of the Beaucaire plant", "en nature", "in kind"),
    )


def promised_in_return(cast: Cast, draft: Draft, start: dt.date) -> None:
    """What the school and the fund owe the company."""
    economy, sustainability = cast.people["economy"].uuid, cast.people["sustainability"].uuid
    forums = (add_months(start, 8), add_months(start, 20), days_from_today(24))
    receipts = [add_months(day, 2) for day in payment_days(start)]
    draft.promises(
        Promise(
            "meetings", "school", "energy", Unit.EVENT, 12, Every(add_months(start, 3), 3, 12), value_cents=80_000, is_counterpart=True
        ),
        Wording("Rencontres avec les élèves ingénieurs", "Meetings with the student engineers"),
    )
    draft.promises(
        Promise(
            "reflection", "school", "energy", Unit.DAY, 5, Every(add_months(start, 6), 6, 5), value_cents=240_000, owner_id=sustainability
        ),
        Wording(
            "Journées de réflexion", "Days of shared reflection", "décarbonation, empreinte carbone", "decarbonation, carbon footprint"
        ),
    )
    draft.promises(
        Promise("stand", "school", "energy", Unit.STAND, 3, parts(1, forums), value_cents=60_000, is_counterpart=True, owner_id=economy),
        Wording("Stand au Forum de l’entreprise", "Stand at the company forum"),
    )
    draft.promises(
        Promise("name", "school", "energy", Unit.YEAR_OF_VISIBILITY, 3, OverTerm(), value_cents=200_000, is_counterpart=True),
        Wording("Nom de l’entreprise au Hub", "Company’s name at the Hub"),
    )
    draft.promises(
        Promise("receipts", "fund", "energy", Unit.DOCUMENT, 6, parts(1, receipts)),
        Wording("Reçus fiscaux", "Tax receipts", "émis par la fondation abritante", "issued by the umbrella foundation"),
    )


def before(cast: Cast, draft: Draft, *, until: dt.date) -> None:
    """What happened under the original."""
    for key in ("talks", "visits", "meetings", "reflection", "stand", "receipts"):
        keep(cast, draft, key, [day for day in draft.dues(key) if day < until - dt.timedelta(days=10)])
    keep(cast, draft, "name", [day for day in draft.dues("name") if day < until])


def after(cast: Cast, draft: Draft, *, since: dt.date) -> None:
    """What happened since the amendment: one visit, one day of reflection and one receipt are missing."""
    today = days_from_today(0)
    missing = {"visits": 1, "reflection": 1, "receipts": 1, "meetings": 1}
    for key in ("talks", "visits", "meetings", "reflection", "stand", "name", "receipts"):
        due = [day for day in draft.dues(key) if since - dt.timedelta(days=10) <= day < today]
        keep(cast, draft, key, due[: len(due) - missing.get(key, 0)])


def keep(cast: Cast, draft: Draft, key: str, days: list[dt.date]) -> None:
    """Delivered a few days before each due date, declared by the side that owes, accepted by the other."""
    ours, theirs = cast.officer, person_of(cast, "energy")
    declarer = {"receipts": person_of(cast, "foundation"), **dict.fromkeys(("talks", "visits"), theirs)}.get(key, ours)
    accepter = ours if declarer is theirs else theirs
    people, goals = {"meetings": (34, [4, 8]), "talks": (22, [4, 9]), "visits": (40, [9]), "reflection": (55, [12, 13])}.get(
        key, (None, [])
    )
    for place, day in enumerate(days):
        on = day - dt.timedelta(days=3 + place % 3)
        counted = people + 3 * place if people else None
        delivered(declarer, draft.commitments[key], on, accepted_by=accepter, persons=counted, goals=goals)


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
    wording = MoneyLineInput(Nature.GIVING, draft.parties["energy"], draft.parties["fund"], 27_000_000, line.earmark_fr, line.earmark_en)
    drafting.money_line_change(by=cast.officer, version_id=version.uuid, money_line_id=line.uuid, line=wording)
    halves = parts(15_000, (add_months(effective, GRANT_AFTER), days_from_today(55)))
    draft.promises(
        Promise("grants", "energy", "fund", Unit.EURO, 30_000, halves, money_line_id=line.uuid),
        Wording("Dotation pour le sous-sol", "Grant for the underground", "ajoutée par l’avenant n° 1", "added by amendment no. 1"),
    )
    one_day_more(cast, draft, version.commitment_terms.get(commitment=draft.commitments["reflection"]))
    draft.signed(effective - dt.timedelta(days=4), place="Beaucaire")


def one_day_more(cast: Cast, draft: Draft, term: CommitmentTerm) -> None:
    """Five days of reflection become six; the sixth falls half a year after the fifth."""
    former = rule_from_json(term.due_rule)
    if not isinstance(former, Every):
        raise TypeError("the days of reflection follow a rhythm")
    rhythm, owner = Every(former.first, former.months - 1, 6), cast.people["sustainability"].uuid
    draft.promises_anew(
        Promise("reflection", "school", "energy", term.unit, 6, rhythm, value_cents=term.unit_value_cents, owner_id=owner),
        Wording(
            term.what_fr, term.what_en, "décarbonation, empreinte carbone, biodiversité", "decarbonation, carbon footprint, biodiversity"
        ),
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
