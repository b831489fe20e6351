"""A version takes effect: all of it or nothing; amendments replace only what is not yet delivered."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from psycopg.types.range import Range

from filon.agreements.models import AgreementVersion, CommitmentTerm, DueItem, MoneyLine, PartyTerm
from filon.agreements.queries.balance import agreement_balance
from filon.agreements.queries.content import content_hash
from filon.agreements.services import effect
from filon.agreements.services.drafting import commitment_remove
from filon.agreements.states import VersionState
from filon.agreements.units import Unit
from filon.engines.balance.due_rule import Every, Once, OverTerm
from filon.facts.models import Fact
from filon.kernel.errors import Refused
from filon.kernel.files import file_open
from filon.kernel.models import AuditEvent
from tests.factories.agreements import END, ONCE, PDF, START, World, huge, in_force, pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_version_put_in_force_makes_it_all():
    world, meetings, payments = in_force()

    version = world.draft

    version.refresh_from_db()
    assert version.state == VersionState.IN_FORCE
    assert (version.validity.lower, version.validity.upper) == (START, END)
    assert version.content_hash == content_hash(version)
    assert version.signatures.count() == 3
    assert [item.quantity for item in meetings.due_items.all()] == [Decimal(1)] * 4
    assert [item.quantity for item in payments.due_items.all()] == [Decimal(40_000)] * 6
    assert Fact.objects.get(kind="agreements.version_in_force").organisations.count() == 3
    assert AuditEvent.objects.filter(action="agreement.version_in_force", object_uuid=version.uuid).count() == 1


def test_amendment_replaces_only_what_is_not_delivered():
    world, meetings, _ = in_force()
    world.deliver(meetings, 1, on=dt.date(2024, 5, 2))
    draft = world.amend(dt.date(2025, 7, 1))
    world.change(draft, meetings, Every(first=dt.date(2024, 6, 30), months=6, count=4), 6)

    world.sign(draft, on=dt.date(2025, 6, 20))

    (line,) = [line for line in agreement_balance(world.agreement, as_of=dt.date(2026, 1, 1)).commitments if line.unit == Unit.EVENT]
    assert (line.promised, line.kept) == (Decimal(6), Decimal(1))
    assert DueItem.objects.filter(retired_by=draft).count() == 3
    former = world.agreement.versions.get(number=1)
    assert (former.state, former.validity.upper) == (VersionState.ENDED, dt.date(2025, 7, 1))


def test_amendment_that_removes_a_commitment_keeps_what_was_delivered():
    world, meetings, _ = in_force()
    world.deliver(meetings, 1, on=dt.date(2024, 5, 2))
    draft = world.amend(dt.date(2025, 7, 1))
    commitment_remove(by=world.officer, version_id=draft.uuid, commitment_id=meetings.uuid)

    world.sign(draft, on=dt.date(2025, 6, 20))

    (line,) = [line for line in agreement_balance(world.agreement, as_of=dt.date(2026, 1, 1)).commitments if line.unit == Unit.EVENT]
    assert (line.removed, line.promised, line.kept, line.late) == (True, Decimal(1), Decimal(1), Decimal(0))


def test_amendment_of_a_version_not_in_force_is_refused():
    world = World()

    with pytest.raises(Refused, match="No version is in force yet"):
        world.amend(dt.date(2025, 1, 1))


def test_second_amendment_while_one_is_open_is_refused():
    world, *_ = in_force()
    world.amend(dt.date(2025, 1, 1))

    with pytest.raises(Refused, match="already being written"):
        world.amend(dt.date(2025, 2, 1))


def test_amendment_before_the_version_it_amends_is_refused():
    world, *_ = in_force()

    with pytest.raises(Refused, match="not after the version it amends"):
        world.amend(START)


def test_term_that_ends_before_it_starts_is_refused():
    world = World()

    with pytest.raises(Refused, match="The end comes before the start") as refused:
        world.set_term(term_end=START)

    assert refused.value.field == "term_end"


def test_fund_without_its_umbrella_is_refused():
    world = World()
    world.draft.party_terms.filter(party__fund=world.fund).delete()

    with pytest.raises(Refused, match="which alone signs for it"):
        world.add_party(world.draft, world.company, "fund", world.fund)


def test_split_that_does_not_add_up_says_both_figures():
    world = World()
    world.set_term()
    line = world.pay(10_000_000)
    world.promise(ONCE, 99_000, unit=Unit.EURO, value=None, by_school=False, money_line_id=line)

    with pytest.raises(Refused, match=r"€99,000.*€100,000"):
        world.sign()

    world.draft.refresh_from_db()
    assert world.draft.state == VersionState.DRAFT
    assert not DueItem.objects.exists()


def test_signatory_without_power_is_refused():
    world = World()
    world.set_term()
    world.pay(100)
    world.signatories[world.company.pk].may_sign = False
    world.signatories[world.company.pk].save()

    with pytest.raises(Refused, match="has no power to sign"):
        world.sign()

    assert world.draft.signatures.count() == 0


def test_signatory_whose_affiliation_ended_is_refused():
    world = World()
    world.set_term()
    world.pay(100)
    world.signatories[world.umbrella.pk].end = dt.date(2023, 1, 1)
    world.signatories[world.umbrella.pk].save()

    with pytest.raises(Refused, match="no longer acts for"):
        world.sign()


def test_amount_above_the_power_to_sign_is_refused():
    world = World()
    world.set_term()
    world.pay(10_000_001)
    world.signatories[world.company.pk].sign_limit_cents = 10_000_000
    world.signatories[world.company.pk].save()

    with pytest.raises(Refused, match="may sign up to €100,000"):
        world.sign()


def test_party_without_a_signature_is_refused():
    world = World()
    world.set_term()
    world.pay(100)

    with pytest.raises(Refused, match="Say who signed for"):
        effect.version_put_in_force(
            by=world.officer, version_id=world.draft.uuid, signed_pdf=pdf(), place="", signatures=world.signatures()[1:]
        )


def test_required_fields_of_the_kind_are_asked_for():
    world = World()
    world.set_term(term_end=None)

    with pytest.raises(Refused, match="states money"):
        world.sign()


@pytest.mark.parametrize("upload", [pdf("convention.pdf", b"MZ not a pdf"), pdf("convention.exe"), pdf("convention.pdf", b""), None])
def test_disguised_file_is_refused_and_nothing_is_half_done(upload):
    world = World()
    world.set_term()
    world.pay(100)

    with pytest.raises(Refused) as refused:
        effect.version_put_in_force(
            by=world.officer, version_id=world.draft.uuid, signed_pdf=upload, place="", signatures=world.signatures()
        )

    assert refused.value.field == "signed_pdf"
    world.draft.refresh_from_db()
    assert (world.draft.state, world.draft.signatures.count()) == (VersionState.DRAFT, 0)


def test_file_over_25_megabytes_is_refused():
    world = World()
    world.set_term()
    world.pay(100)

    with pytest.raises(Refused, match="too large"):
        effect.version_put_in_force(
            by=world.officer, version_id=world.draft.uuid, signed_pdf=huge(25 * 1024 * 1024), place="", signatures=world.signatures()
        )


def test_signed_terms_never_change_even_in_sql():
    world, *_ = in_force()

    for table, changed in ((PartyTerm, {"signing_group": 2}), (CommitmentTerm, {"quantity": 1}), (MoneyLine, {"amount_cents": 1})):
        with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
            table.objects.filter(version=world.draft).update(**changed)


def test_signed_version_never_changes_even_in_sql():
    world, *_ = in_force()

    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        AgreementVersion.objects.filter(pk=world.draft.pk).update(notice_months=12)


def test_two_versions_in_force_on_one_day_are_refused_by_the_database():
    world, *_ = in_force()
    draft = world.amend(dt.date(2025, 1, 1))

    with pytest.raises(IntegrityError, match="version_one_in_force_at_any_date"), transaction.atomic(), connection.cursor():
        AgreementVersion.objects.filter(pk=draft.pk).update(
            state=VersionState.SIGNED, content_hash="0" * 64, is_from_source=True, validity=Range(dt.date(2025, 1, 1), END)
        )


def test_future_amendment_waits_for_its_day():
    world, meetings, _ = in_force(term_end=dt.date(2099, 1, 1))
    day = dt.date(2098, 1, 1)
    draft = world.amend(day)
    world.change(draft, meetings, Every(first=dt.date(2024, 6, 30), months=6, count=4), 6)
    world.sign(draft, on=dt.date(2025, 6, 1))
    draft.refresh_from_db()
    assert draft.state == VersionState.SIGNED

    moved = effect.effect_of_the_day(day)

    draft.refresh_from_db()
    former = world.agreement.versions.get(number=1)
    assert (moved, draft.state, former.state) == (2, VersionState.IN_FORCE, VersionState.ENDED)


def test_tacit_renewal_extends_term_and_due_items():
    world = World()
    world.set_term(term_end=dt.date(2026, 1, 1), is_tacit=True, renewal_months=12)
    world.pay(100)
    shown = world.promise(OverTerm(), 2, unit=Unit.YEAR_OF_VISIBILITY)

    version = world.sign()

    version.refresh_from_db()
    assert version.state == VersionState.IN_FORCE
    assert version.validity.upper == dt.date(2027, 1, 1)
    assert [item.due_on for item in shown.due_items.all()] == [dt.date(year, 1, 1) for year in (2025, 2026, 2027)]


def test_notice_at_the_term_ends_a_tacit_agreement():
    world, *_ = in_force(term_end=dt.date(2099, 1, 1), is_tacit=True, renewal_months=12)
    company = world.party(world.company)
    given = {"given_on": dt.date(2025, 1, 1), "reason": "Stratégie revue"}
    effect.notice_give(by=world.officer, agreement_id=world.agreement.uuid, party_id=company.uuid, ends_on=dt.date(2099, 1, 1), **given)

    effect.effect_of_the_day(dt.date(2099, 1, 1))

    assert world.agreement.versions.get().state == VersionState.ENDED
    with pytest.raises(Refused):
        effect.renewal_record(by=world.officer, version_id=world.draft.uuid)


def test_early_notice_releases_what_falls_due_later():
    world = World()
    world.set_term(term_end=dt.date(2099, 1, 1), notice_months=3)
    world.pay(100)
    world.promise(Once(dt.date(2090, 1, 1)), 1)
    world.sign()
    company = world.party(world.company)
    end = dt.date(2080, 1, 1)
    effect.notice_give(
        by=world.officer,
        agreement_id=world.agreement.uuid,
        party_id=company.uuid,
        given_on=dt.date(2025, 1, 1),
        ends_on=end,
        reason="Arrêt",
    )

    effect.effect_of_the_day(end)

    assert world.agreement.versions.get().state == VersionState.TERMINATED
    (line,) = agreement_balance(world.agreement, as_of=end).commitments
    assert (line.promised, line.waived) == (Decimal(1), Decimal(1))


def test_notice_shorter_than_agreed_is_refused():
    world, *_ = in_force(term_end=dt.date(2099, 1, 1), notice_months=6)
    company = world.party(world.company)

    with pytest.raises(Refused, match="at the earliest"):
        effect.notice_give(
            by=world.officer,
            agreement_id=world.agreement.uuid,
            party_id=company.uuid,
            given_on=dt.date(2026, 1, 1),
            ends_on=dt.date(2026, 2, 1),
            reason="Arrêt",
        )


def test_withdrawn_draft_stays_in_the_history():
    world = World()

    version = effect.version_withdraw(by=world.officer, version_id=world.draft.uuid, reason="Abandonné")

    assert version.state == VersionState.WITHDRAWN


def test_withdrawal_without_a_reason_is_refused():
    world = World()

    with pytest.raises(Refused, match="Say why"):
        effect.version_withdraw(by=world.officer, version_id=world.draft.uuid, reason=" ")


def test_signed_bytes_are_kept():
    world, *_ = in_force()

    with file_open(world.draft.signed_file) as content:
        assert content.read() == PDF
