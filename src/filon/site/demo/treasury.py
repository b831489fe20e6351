"""Money of the invented school: a fund under an umbrella, its fee, its programmes, a year of gifts, and a month that waits to be imported.

The statement that waits is in `docs/samples`; what it pays is expected here.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from decimal import Decimal

from filon.engines.statements import Line
from filon.engines.statements import Statement as Read
from filon.facts.inputs import FactInput
from filon.facts.services import fact_record
from filon.kernel.clock import told_on
from filon.ledger.inputs import BankAccountInput, FeeRuleInput, ProgrammeInput, ReceivableInput, SpendingInput
from filon.ledger.kinds import BorneBy
from filon.ledger.models import BankAccount, Programme, Receivable
from filon.ledger.services.funds import bank_account_open, fee_rule_write, fund_serve, programme_add
from filon.ledger.services.matches import match_confirm
from filon.ledger.services.movements import line_set_aside, match_refund, money_allocate, money_spend
from filon.ledger.services.receivables import receivable_open
from filon.ledger.services.statements import statement_import
from filon.partners.models import Fund, LegalEntity
from filon.people.models import Host, User
from filon.site.demo.stage import LONG_AGO, days_from_today, months_ago

FUND_IBAN = "FR0899999000010000001234500"
"""The account of the sample statements; no bank has it."""
SCHOOL_IBAN = "FR4399999000010000007654300"


@dataclass
class Treasury:
    """The fund, who keeps its books, and what it pays for."""

    host: Host
    fund: Fund
    account: BankAccount
    officer: User
    keeper: User
    programmes: dict[str, Programme]

    def expects(
        self, name: str, euros: int, due_on: dt.date, *, reference: str, label: str, debtor: str = "", for_programme: str = ""
    ) -> Receivable:
        entity = LegalEntity.objects.get(name=debtor) if debtor else None
        expected = ReceivableInput(
            creditor_id=self.fund.umbrella.uuid,
            fund_id=self.fund.uuid,
            host_id=self.host.pk,
            debtor_id=entity.uuid if entity else None,
            debtor_name=name,
            amount_cents=euros * 100,
            due_on=due_on,
            reference=reference,
            label=label,
            earmark_id=self.programmes[for_programme].uuid if for_programme else None,
        )
        return receivable_open(by=self.officer, receivable=expected)


def load(_story: random.Random) -> None:
    """The chapter of the demo."""
    treasury = opened()
    expect_and_receive(treasury)
    allocate_and_spend(treasury)
    wait_for_the_sample(treasury)


def opened() -> Treasury:
    """Accounts, fee, programmes."""
    host = Host.objects.get(name="École d’ingénieurs du Gardon")
    officer = User.objects.get(email="claire.vidal@gardon.example")
    keeper = User.objects.get(email="anne.roumegous@cevennes-savoirs.example")
    fund = Fund.objects.select_related("umbrella").get(name="Fonds École du Gardon (dém.)")
    fund_serve(by=officer, fund_id=fund.uuid, host_id=host.pk, start=LONG_AGO)
    account = bank_account_open(
        by=keeper, account=BankAccountInput(entity_id=fund.umbrella.uuid, iban=FUND_IBAN, label="Compte des fonds abrités")
    )
    own = BankAccountInput(entity_id=host.entity.uuid, iban=SCHOOL_IBAN, label="Compte de l’école")
    bank_account_open(by=officer, account=own)
    rule = FeeRuleInput(
        fund_id=fund.uuid,
        valid_from=LONG_AGO,
        borne_by=BorneBy.GIFT,
        source="Convention du fonds, article 7 (inventée pour la démonstration)",
        tiers=((0, 800), (10_000_000, 500)),
    )
    fee_rule_write(by=keeper, rule=rule)
    return Treasury(host, fund, account, officer, keeper, programmes(host, fund, officer))


def programmes(host: Host, fund: Fund, officer: User) -> dict[str, Programme]:
    """A department of the subsoil with a project, and what is for all students."""
    subsoil = ProgrammeInput(
        host_id=host.pk,
        fund_id=fund.uuid,
        name_fr="Département Sous-sol et ressources",
        name_en="Subsoil and resources department",
        is_department=True,
        purpose_fr="Former aux ressources minérales, à leur extraction sobre et à l’après-mine.",
        purpose_en="Teaching mineral resources, their sober extraction and what comes after a mine.",
    )
    found = {"subsoil": programme_add(by=officer, programme=subsoil)}
    microscopes = ProgrammeInput(
        host_id=host.pk,
        fund_id=fund.uuid,
        name_fr="Plateau de microscopie",
        name_en="Microscopy room",
        parent_id=found["subsoil"].uuid,
        purpose_fr="Équiper les travaux pratiques.",
        purpose_en="Equipment for practical work.",
    )
    grants = ProgrammeInput(
        host_id=host.pk,
        fund_id=fund.uuid,
        name_fr="Bourses de mobilité",
        name_en="Mobility grants",
        purpose_fr="Aider les élèves qui partent étudier ailleurs.",
        purpose_en="For students who go and study elsewhere.",
    )
    return found | {
        "microscopes": programme_add(by=officer, programme=microscopes),
        "grants": programme_add(by=officer, programme=grants),
    }


def expect_and_receive(treasury: Treasury) -> None:
    """A year of gifts: one for the subsoil, some for all programmes, one paid too much and given back in part."""
    gifts = [
        ("Hydrogène des Garrigues (dém.)", 30_000, 11, "HYDROGENE-1", ""),
        ("Salins et Résines (dém.)", 24_000, 9, "SALINS-1", "subsoil"),
        ("Laboratoires Anduze (dém.)", 12_000, 6, "ANDUZE-1", ""),
        ("Cabinet Rousson (dém.)", 2_500, 4, "ROUSSON-1", ""),
    ]
    lines = [
        Line(day, day, euros * 100, name.upper(), "", reference, f"MECENAT {reference}")
        for name, euros, ago, reference, _for in gifts
        for day in [months_ago(ago, day=12)]
    ]
    day = months_ago(3, day=20)
    lines += [
        Line(day, day, 4_512, "BANQUE DES GORGES (DEM.)", "", "", "INTERETS CREDITEURS"),
        Line(day, day, 35_000, "AMICALE DES ANCIENS (DEM.)", "", "", "COLLECTE FETE DE FIN D ANNEE"),
    ]
    read = Read("camt053", tuple(sorted(lines, key=lambda line: line.booked_on)), FUND_IBAN)
    statement = statement_import(by=treasury.keeper, account_id=treasury.account.uuid, read=read, sha256="d" * 64)
    for name, euros, ago, reference, purpose in gifts:
        due = months_ago(ago, day=1)
        expected = treasury.expects(name, euros, due, reference=reference, label="Mécénat annuel", debtor=name, for_programme=purpose)
        line = statement.lines.get(reference=reference)
        (match,) = match_confirm(by=treasury.keeper, line_id=line.uuid, parts=[(expected.uuid, line.amount_cents)])
        if reference == "ROUSSON-1":
            with told_on(months_ago(3, day=28)):
                match_refund(by=treasury.keeper, match_id=match.uuid, amount_cents=50_000, reason="Versé deux fois par erreur")
    interest = statement.lines.get(label="INTERETS CREDITEURS")
    line_set_aside(by=treasury.keeper, line_id=interest.uuid, amount_cents=interest.amount_cents, reason="Intérêts du compte")


def allocate_and_spend(treasury: Treasury) -> None:
    """The board decides; a microscope is bought, which is a fact; students leave with a grant."""
    subsoil, grants = treasury.programmes["subsoil"], treasury.programmes["grants"]
    room = treasury.programmes["microscopes"]
    board, by = "Comité du fonds, séance de printemps", treasury.officer
    with told_on(months_ago(8, day=18)):
        money_allocate(by=by, programme_id=room.uuid, amount_cents=1_600_000, earmark_id=subsoil.uuid, words=board)
        money_allocate(by=by, programme_id=grants.uuid, amount_cents=2_400_000, words=board)
    bought_on, left_on = months_ago(5, day=14), months_ago(2, day=6)
    microscope = FactInput(
        kind="ledger.equipment",
        occurred_on=bought_on,
        host_id=treasury.host.pk,
        quantity=Decimal(1),
        value_cents=1_275_000,
        source_type="ledger.programme",
        source_uuid=room.uuid,
    )
    fact = fact_record(by=treasury.officer, fact=microscope)
    bought = SpendingInput(
        programme_id=room.uuid,
        amount_cents=1_275_000,
        on=bought_on,
        words="Microscope polarisant et sa caméra",
        earmark_id=subsoil.uuid,
        fact_id=fact.uuid,
    )
    money_spend(by=treasury.officer, spending=bought)
    given = SpendingInput(programme_id=grants.uuid, amount_cents=900_000, on=left_on, words="Six bourses de mobilité, premier semestre")
    money_spend(by=treasury.officer, spending=given)


def wait_for_the_sample(treasury: Treasury) -> None:
    """What the statement of `docs/samples` pays, and one payment that is late."""
    due = days_from_today(12)
    treasury.expects(
        "Gardon Énergies (dém.)",
        40_000,
        due,
        reference="GARDON-V6",
        label="Bourses du sous-sol",
        debtor="Gardon Énergies (dém.)",
        for_programme="subsoil",
    )
    treasury.expects(
        "Atelier Cévenol (dém.)", 5_000, due, reference="CEVENOL-2026", label="Mécénat annuel", debtor="Atelier Cévenol (dém.)"
    )
    for letter, euros in (("A", 10_000), ("B", 5_000)):
        name = "Salins et Résines (dém.)"
        treasury.expects(name, euros, due, reference=f"SALINS-{letter}", label=f"Tranche {letter}", debtor=name)
    treasury.expects("Jeanne Roque (dém.)", 250, due, reference="DON-ROQUE", label="Don annuel")
    late = "Mécatronique du Vidourle (dém.)"
    treasury.expects(late, 8_000, days_from_today(-23), reference="VIDOURLE-1", label="Mécénat annuel", debtor=late)
